// Makes the constants at the top of a chunk when they are first asked for. Most runs need few of the tables, word lists and expressions of all
// modules; what is never made is neither built at each start nor read back with the compiled code.
import { parseSync } from "oxc-parser";
import { namesIn } from "./names-in.mjs";

/** What of the language an expression may use and still come to the same whenever it is worked out. */
const PURE_GLOBALS = new Set(
  "Array BigInt Infinity JSON Map Math NaN Number Object RegExp Set String Symbol TextDecoder TextEncoder Uint8Array WeakMap WeakSet undefined".split(
    " ",
  ),
);

const PURE_NODES = new Set(
  "ArrayExpression BinaryExpression CallExpression ChainExpression ConditionalExpression Literal LogicalExpression NewExpression ObjectExpression SpreadElement TaggedTemplateExpression TemplateElement TemplateLiteral".split(
    " ",
  ),
);

const COSTLY_NODES = new Set("ArrayExpression CallExpression NewExpression ObjectExpression TaggedTemplateExpression".split(" "));

/** To read back the function that makes a shorter one costs more than to make it. */
const LEAST_LENGTH = 20;

/**
 * A chunk as esbuild writes it, in which `X`, a constant at the top, has become `(X??X$())` wherever it is read, and the function `X$` makes it.
 *
 * @param lateOf which exports of another chunk, by its file, are made late
 * @param names the name of each chunk by its file
 * @returns the text, and which of its own exports are made late
 */
export function lateConstants(text, lateOf, names) {
  const { program, errors } = parseSync("chunk.js", text, { sourceType: "module" });
  if (errors.length > 0) throw new Error(`a chunk does not parse: ${errors[0].message}`);
  const found = namesIn(program);
  const constants = constantsOf(program, found);
  const imports = importsOf(program, lateOf);
  const exports = program.body.find(({ type }) => /^Export/.test(type));
  const specifiers = exports?.specifiers ?? [];
  const late = new Map([...constants, ...imports.flatMap(({ late }) => late)].map((one) => [one.name, one]));
  refuseClashes(late, found);
  const handedOut = new Set(specifiers.map(({ local }) => local.name));
  const within = usedWithin(constants, handedOut, found.uses);

  const uses = found.uses.filter(({ name }) => late.has(name));
  const read = ({ name, start, end, before }) => ({
    start,
    end,
    text: `${before}(${within.has(name) ? made(late.get(name)) : `${name}??${name}$()`})`,
  });
  const made = ({ start, end }) => edited(text, start, end, uses.filter((use) => use.start >= start && use.end <= end).map(read));
  const functions = [
    ...constants.filter(({ name }) => !within.has(name)).map((one) => `function ${one.name}$(){return ${one.name}=${made(one)}}`),
    ...imports.flatMap(({ file, late }) =>
      late.map(({ name, from }) => {
        const chunk = JSON.stringify(names.get(file));
        return `var ${name};function ${name}$(){return ${name}=__load(${chunk}).${from}}`;
      }),
    ),
  ];

  const cuts = [...constants.map(({ equals, end }) => ({ start: equals, end, text: "" })), ...imports.map(({ cut }) => cut)];
  const kept = uses.filter(({ start }) => !cuts.some((cut) => start >= cut.start && start < cut.end)).map(read);
  const last = exports?.start ?? text.length;
  return {
    text: `${edited(text, 0, last, [...kept, ...cuts])};${functions.join("")}${text.slice(last)}`,
    late: new Set(specifiers.filter(({ local }) => late.has(local.name)).map(({ exported }) => exported.name)),
  };
}

/** The constants that may be made late: their `=` stands at `equals`, what makes them from `start` to `end`. */
function constantsOf(program, { declared, assigned }) {
  const declarators = program.body
    .filter(({ type }) => type === "VariableDeclaration")
    .flatMap(({ declarations }) => declarations);
  const own = new Set(declarators.map(({ id }) => id.name));
  for (const node of program.body) {
    if (node.type === "FunctionDeclaration") own.add(node.id.name);
    if (node.type === "ImportDeclaration" && isOwn(node)) for (const { local } of node.specifiers) own.add(local.name);
  }
  return declarators
    .filter(({ id, init }) => id.type === "Identifier" && init && declared.get(id.name) === 1 && !assigned.has(id.name))
    .filter(({ init }) => init.end - init.start >= LEAST_LENGTH && isCostly(init))
    .filter(({ id, init }) => isPure(init, (name) => name !== id.name && (own.has(name) || PURE_GLOBALS.has(name))))
    .map(({ id, init }) => ({ name: id.name, equals: id.end, start: init.start, end: init.end }));
}

/** A library's module in the old form is made late as it is. */
const isCostly = (node) => node.regex !== undefined || (COSTLY_NODES.has(node.type) && node.callee?.name !== "__commonJS");

/** Whether it comes to the same, and does nothing else, whenever it is worked out. Functions that are called at the top of modules are pure here. */
function isPure(node, isKnown) {
  switch (node.type) {
    case "Identifier":
      return isKnown(node.name);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return true;
    case "MemberExpression":
      return isPure(node.object, isKnown) && (!node.computed || isPure(node.property, isKnown));
    case "UnaryExpression":
      return node.operator !== "delete" && isPure(node.argument, isKnown);
    case "Property":
      return (!node.computed || isPure(node.key, isKnown)) && isPure(node.value, isKnown);
    default: {
      const inner = Object.values(node).flat();
      return PURE_NODES.has(node.type) && inner.every((one) => typeof one?.type !== "string" || isPure(one, isKnown));
    }
  }
}

/** The constants that one other is made of, and nothing else needs: they are written where they are needed. */
function usedWithin(constants, handedOut, uses) {
  const times = new Map(constants.filter(({ name }) => !handedOut.has(name)).map(({ name }) => [name, 0]));
  for (const { name } of uses) if (times.has(name)) times.set(name, times.get(name) + 1);
  const isAlone = ({ name, start, end, called }) =>
    !called && times.get(name) === 1 && constants.some((one) => start >= one.start && end <= one.end);
  return new Set(uses.filter(isAlone).map(({ name }) => name));
}

const isOwn = ({ source }) => source.value.startsWith("./");

/** The imports of what another chunk makes late, and the declarations without them. */
function importsOf(program, lateOf) {
  return program.body
    .filter((node) => node.type === "ImportDeclaration" && isOwn(node))
    .map((node) => {
      const file = node.source.value.slice(2);
      const isLate = ({ imported }) => imported && lateOf(file).has(imported.name);
      const left = node.specifiers
        .filter((one) => !isLate(one))
        .map(({ local, imported }) => `${imported.name} as ${local.name}`);
      const late = node.specifiers.filter(isLate).map(({ local, imported }) => ({ name: local.name, from: imported.name }));
      return { file, late, cut: { start: node.start, end: node.end, text: `import{${left.join(",")}}from${node.source.raw};` } };
    })
    .filter(({ late }) => late.length > 0);
}

function refuseClashes(late, { declared, uses }) {
  for (const name of late.keys()) {
    if (declared.get(name) > 1) throw new Error(`${name} is the name of several things`);
    if (declared.has(`${name}$`) || uses.some((use) => use.name === `${name}$`)) throw new Error(`the name ${name}$ is taken`);
  }
}

function edited(text, from, to, edits) {
  let at = from;
  let out = "";
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at, to);
}
