import { isMap, isScalar, isSeq } from "yaml";
import { addEntry, addItem, type Change, fillEntry, setScalar, setValue, variableIn } from "./change.js";
import type { Written } from "./written.js";
import { pairOf, type RawNode, type RawPair, type YamlText } from "./yaml-text.js";

/** Sets the value at a path of keys below a mapping; what is missing on the way is made. `pair`: what holds the mapping, where it is empty. */
export function setIn(
  source: YamlText,
  map: RawNode | null,
  pair: RawPair | null,
  path: readonly string[],
  value: Written,
): Change {
  const [key = "", ...rest] = path;
  const nested = rest.reduceRight<Written>((inner, name) => ({ [name]: inner }), value);
  if (!map) return pair ? fillEntry(source, pair, key, nested) : "there is no mapping";
  const found = pairOf(map, key);
  if (!found) return addEntry(source, map, key, nested);
  if (rest.length > 0) {
    if (isMap(found.value)) return setIn(source, found.value as RawNode, found, rest, value);
    if (found.value === null || (isScalar(found.value) && found.value.value === null)) {
      const [inner = "", ...more] = rest;
      return fillEntry(
        source,
        found,
        inner,
        more.reduceRight<Written>((one, name) => ({ [name]: one }), value),
      );
    }
    return `\`${key}\` is no mapping in this file`;
  }
  const variable = variableIn(found.value);
  if (variable) return variable;
  return isScalar(found.value) && found.value.value !== null && typeof value !== "object"
    ? setScalar(source, found.value, value)
    : setValue(source, found, value);
}

/** Puts items behind those of the list at a path, which is made where there is none. */
export function addItems(
  source: YamlText,
  map: RawNode | null,
  pair: RawPair | null,
  path: readonly string[],
  items: readonly Written[],
): Change {
  let at = map;
  let above = pair;
  for (const [index, key] of path.entries()) {
    const found: RawPair | null = pairOf(at, key);
    if (!found || found.value === null) return setIn(source, at, above, path.slice(index), items);
    above = found;
    at = found.value;
  }
  if (above && isScalar(at) && at.value !== null)
    return variableIn(at) ?? setValue(source, above, [String(at.source ?? at.value), ...items]);
  if (above && isSeq(at) && at.items.length === 0) return setValue(source, above, items);
  if (!at) return "there is no list";
  const list = at;
  const added = items.map((item) => addItem(source, list, item));
  const reason = added.find((one) => typeof one === "string");
  const [first] = added;
  if (reason !== undefined || !first || typeof first === "string" || "create" in first)
    return reason ?? "there is nothing to add";
  return { ...first, text: added.map((one) => (typeof one === "string" ? "" : one.text)).join("") };
}
