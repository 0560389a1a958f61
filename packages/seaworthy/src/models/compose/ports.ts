import type { Problem } from "../../core/problem.js";
import { asList, get, type YamlNode } from "../yaml/yaml.js";
import type { ComposePort } from "./compose.js";
import { originOf, uniqueBy } from "./node.js";

const NUMBERS = /^\d{1,5}(?:-\d{1,5})?$/;

/** `ports:` in both forms. Ranges stay ranges: `3000-3005`. */
export function readPorts(node: YamlNode | null, problems: Problem[]): readonly ComposePort[] {
  const ports = asList(node).flatMap(
    (item) => (item.kind === "map" ? longPort(item) : item.kind === "scalar" ? shortPort(item, problems) : null) ?? [],
  );
  return uniqueBy(ports, (port) => `${port.hostIp ?? "0.0.0.0"} ${port.published} ${port.target}/${port.protocol}`);
}

function longPort(node: YamlNode): ComposePort | null {
  const text = (key: string): string | null => {
    const value = get(node, key);
    return value?.kind === "scalar" && value.value !== null && value.text !== "" ? value.text : null;
  };
  const target = text("target");
  if (target === null) return null;
  return {
    place: node.place,
    hostIp: text("host_ip"),
    published: text("published"),
    target,
    protocol: (text("protocol") ?? "tcp").toLowerCase(),
  };
}

/** `[[ip:][published]:]target[/protocol]`, the address maybe IPv6 with or without brackets. */
function shortPort(node: YamlNode & { kind: "scalar" }, problems: Problem[]): ComposePort | null {
  if (node.value === null) return null;
  const slash = node.text.indexOf("/");
  const protocol = slash < 0 ? "tcp" : node.text.slice(slash + 1).toLowerCase();
  const parts = (slash < 0 ? node.text : node.text.slice(0, slash)).split(":");
  const target = parts.pop() ?? "";
  const published = parts.pop() ?? "";
  const hostIp = parts.join(":").replace(/^\[(.*)\]$/, "$1");
  const known = originOf(node) !== "missing";
  if (
    known &&
    (!NUMBERS.test(target) || (published !== "" && !NUMBERS.test(published)) || !/^(?:tcp|udp|sctp)$/.test(protocol))
  ) {
    problems.push({
      kind: "schema",
      message: "this is no port mapping: write `[[address:]published:]target[/protocol]`",
      place: node.place,
    });
    return null;
  }
  return { place: node.place, hostIp: hostIp || null, published: published || null, target, protocol };
}
