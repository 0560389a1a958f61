// The names of a chunk: which are declared, which are given another value, and where each is read.

/**
 * @param program the tree of a module (ESTree)
 * @returns how often each name is declared, in whatever scope; the names that something is assigned to; where names are read, and whether
 *   in a function, that is, later than the text around it
 */
export function namesIn(program) {
  const declared = new Map();
  const assigned = new Set();
  const uses = [];
  let functions = 0;
  const bind = (name) => declared.set(name, (declared.get(name) ?? 0) + 1);

  function visit(node) {
    switch (node.type) {
      case "Identifier":
        uses.push({ name: node.name, start: node.start, end: node.end, before: "", called: functions > 0 });
        return;
      case "VariableDeclarator":
        target(node.id, bind);
        return visitAll([node.init]);
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        if (node.id) bind(node.id.name);
        functions++;
        for (const parameter of node.params) target(parameter, bind);
        visit(node.body);
        functions--;
        return;
      case "ClassDeclaration":
      case "ClassExpression":
        if (node.id) bind(node.id.name);
        return visitAll([node.superClass, node.body]);
      case "CatchClause":
        if (node.param) target(node.param, bind);
        return visit(node.body);
      case "AssignmentExpression":
        target(node.left, (name) => assigned.add(name));
        return visit(node.right);
      case "UpdateExpression":
        return target(node.argument, (name) => assigned.add(name));
      case "ForInStatement":
      case "ForOfStatement":
        if (node.left.type === "VariableDeclaration") visit(node.left);
        else target(node.left, (name) => assigned.add(name));
        return visitAll([node.right, node.body]);
      case "MemberExpression":
        return visitAll([node.object, node.computed ? node.property : null]);
      case "Property":
        if (!node.shorthand) return visitAll([node.computed ? node.key : null, node.value]);
        uses.push({ name: node.key.name, start: node.start, end: node.end, before: `${node.key.name}:`, called: functions > 0 });
        return;
      case "MethodDefinition":
      case "PropertyDefinition":
        return visitAll([node.computed ? node.key : null, node.value]);
      case "ImportDeclaration":
        for (const { local } of node.specifiers) bind(local.name);
        return;
      case "ExportNamedDeclaration":
        return visitAll([node.declaration]);
      case "MetaProperty":
      case "BreakStatement":
      case "ContinueStatement":
        return;
      case "LabeledStatement":
        return visit(node.body);
      default:
        visitAll(Object.values(node).flat());
    }
  }

  /** What is declared or assigned to: a name, or a pattern of them. */
  function target(node, found) {
    switch (node.type) {
      case "Identifier":
        return found(node.name);
      case "ObjectPattern":
        for (const one of node.properties) {
          if (one.computed) visit(one.key);
          target(one.type === "RestElement" ? one : one.value, found);
        }
        return;
      case "ArrayPattern":
        for (const one of node.elements) if (one) target(one, found);
        return;
      case "AssignmentPattern":
        target(node.left, found);
        return visit(node.right);
      case "RestElement":
        return target(node.argument, found);
      default:
        visit(node);
    }
  }

  function visitAll(nodes) {
    for (const node of nodes) if (typeof node?.type === "string") visit(node);
  }

  visit(program);
  return { declared, assigned, uses };
}
