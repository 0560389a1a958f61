import { isMap, isScalar, isSeq } from "yaml";
import { nameOf, pairOf, type RawNode, type RawPair } from "../yaml/edit/yaml-text.js";

/**
 * The address by which services of a network reach what the host reaches at `localhost:PORT`: the service of the same file that publishes the
 * port, and its own port; null where none does. `services`: the mapping of that name.
 */
export function behindPort(services: RawNode | null, port: number): string | null {
  if (!isMap(services)) return null;
  for (const pair of services.items as RawPair[]) {
    const name = nameOf(pair);
    const ports = pairOf(pair.value, "ports")?.value;
    if (name === null || !isSeq(ports)) continue;
    for (const item of ports.items) {
      const text = isScalar(item) ? String(item.source ?? item.value) : "";
      const match = /^(?:[\d.]+:)?(\d{1,5}):(\d{1,5})(?:\/tcp)?$/.exec(text);
      if (match && Number(match[1]) === port) return `${name}:${match[2]}`;
    }
  }
  return null;
}

/** The value with such an address in place of each `localhost:PORT`. */
export function amongServices(services: RawNode | null, value: string): string {
  return value.replace(
    /(?<![\w.-])(?:localhost|127\.0\.0\.1):(\d{1,5})(?!\d)/g,
    (whole, port) => behindPort(services, Number(port)) ?? whole,
  );
}
