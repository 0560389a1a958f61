// Turns a chunk, as esbuild writes it (imports first, one export last), into the body of a function.

/**
 * Node's own modules that take a millisecond or more to load and of which only functions are called: loaded at the first call. Their
 * classes and constants are not for this list.
 */
const LATE = {
  child_process: ["spawn", "spawnSync", "execFileSync"],
  crypto: ["createHash", "randomBytes"],
  os: ["homedir", "tmpdir"],
  tty: ["isatty"],
  v8: ["setFlagsFromString"],
};

const IMPORT = /(?<=^|[;}\n])import(?:(?:\*as )?([\w$]+))?,?(?:\{([^{}]*)\})?(?: ?from ?)?"(node:[a-z0-9_/]+|\.\/[\w-]+\.js)";/g;

/**
 * @param names the name of each chunk by its file's
 * @param late which exports are made when they are first asked for
 */
export function linked(text, names, late) {
  const lines = [];
  const rest = text.trim().replace(IMPORT, (_, whole, list, from) => {
    const own = from.startsWith("./");
    const module = own ? `__load(${JSON.stringify(names.get(from.slice(2)))})` : `require(${JSON.stringify(from)})`;
    if (own && whole) throw new Error(`${whole} is an import of a whole chunk`);
    if (whole) lines.push(`const ${whole}=${module};`);
    if (list !== undefined) lines.push(own ? `const{${pairs(list)}}=${module};` : builtin(list, from));
    if (!whole && list === undefined) lines.push(`${module};`);
    return "";
  });
  const end = /export(?:\{([^{}]*)\}| default ([\w$]+\(\)));?$/.exec(rest);
  const body = (end ? rest.slice(0, end.index) : rest).replace(
    /\bimport\("(\.\/([^"]+)|node:[^"]+)"\)/g,
    (_, from, file) => `__bring(${JSON.stringify(file === undefined ? from : names.get(file))})`,
  );
  const left = /(?:^|[;}\n])(?:import[{*"]|import [\w{]|export[{*]|export [\w{])|\bimport\("/.exec(body);
  if (left) throw new Error(`a chunk is not as expected: ${body.slice(left.index, left.index + 80)}`);
  return `${lines.join("")}${body}return{${end ? exported(end[1] ?? "", late) || `default:${end[2]}` : ""}};`;
}

/** `a as b,c` as a pattern: `a:b,c`. */
const pairs = (list) => list.replaceAll(" as ", ":");

/** `a as b,c` as properties: `b:a,c`; of what is made late, `get b(){…}`. */
const exported = (list, late) =>
  list.replace(/([\w$]+)(?: as ([\w$]+))?/g, (_, name, as = name) =>
    late.has(as) ? `get ${as}(){return ${name}??${name}$()}` : `${as}:${name}`,
  );

function builtin(list, from) {
  const late = LATE[from.replace(/^node:/, "")] ?? [];
  const now = [];
  const lines = [];
  for (const one of list.split(",")) {
    const [name, as = name] = one.split(" as ");
    if (late.includes(name)) lines.push(`const ${as}=(...given)=>require(${JSON.stringify(from)}).${name}(...given);`);
    else now.push(one);
  }
  return `${now.length > 0 ? `const{${pairs(now.join(","))}}=require(${JSON.stringify(from)});` : ""}${lines.join("")}`;
}
