import { isMap } from "yaml";
import { type Edit, replaced } from "../../core/edit.js";
import { removeEntry } from "../yaml/edit/change.js";
import { addItems, setIn } from "../yaml/edit/path.js";
import { keyOf, nameOf, pairOf, type RawNode, type RawPair, yamlText } from "../yaml/edit/yaml-text.js";

/**
 * A build argument of a service made a secret of its build, which takes its value from the environment of whoever builds; or why it stays.
 * @param offset where the value of the argument begins
 */
export function secretInPlaceOfArgument(
  file: string,
  text: string,
  name: string,
  id: string,
  offset: number,
): readonly Edit[] | string {
  const source = yamlText(file, text);
  if (source.broken) return "the Compose file does not parse";
  const build = source.mapWith(offset, (map) => pairOf(map, "args") !== null && pairOf(map, "args") !== undefined);
  const args = build ? pairOf(build, "args") : null;
  const root = source.roots[0]?.node;
  if (!build || !args || !root) return "the argument is not written as a mapping in this file";
  const map = args.value;
  if (!isMap(map)) return "the arguments are not written as a mapping";
  const pair = pairOf(map as RawNode, name);
  if (!pair) return "the argument is not written in this file";
  const top = setIn(source, root, null, ["secrets", id], { environment: name });
  if (typeof top === "string") return top;
  const key = keyOf(args);
  if (map.items.length === 1 && !pairOf(build, "secrets") && key?.range && map.range) {
    const from = key.range[0];
    const column = from - (text.lastIndexOf("\n", from - 1) + 1);
    const step = " ".repeat(column + (source.style.listStep === 0 ? 0 : source.style.step));
    const end = text.slice(0, map.range[1]).trimEnd().length;
    if (source.comments.some(([at]) => at > from && at < end)) return "comments stand inside the arguments";
    return [replaced(file, [from, end], `secrets:\n${step}- ${id}`), top];
  }
  const removed = map.items.length === 1 ? removeEntry(source, build, args) : removeEntry(source, map as RawNode, pair);
  if (typeof removed === "string") return removed;
  const last =
    (map.items.at(-1) as RawPair | undefined) === pair && (build as unknown as { items: RawPair[] }).items.at(-1) === args;
  if (last) return `the argument ${nameOf(pair) ?? name} stands at the end of the build`;
  const added = addItems(source, build, null, ["secrets"], [id]);
  return typeof added === "string" ? added : [removed, added, top];
}
