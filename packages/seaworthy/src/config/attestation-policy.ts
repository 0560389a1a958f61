import { ITEM_IDS } from "../checklist.js";
import { LineIndex } from "../core/lines.js";
import { DEPTHS } from "../core/report.js";
import { type AttestationPolicy, DEFAULT_POLICY } from "../models/attestation/policy.js";
import { type CertifiedVerdict, VERDICTS } from "../models/attestation/statement.js";
import { get, type YamlNode } from "../models/yaml/node.js";
import { parseYaml } from "../models/yaml/yaml.js";
import { booleanAt, ConfigError, mapAt, oneOf, onlyKeys, textsAt, wholeAt } from "./keys.js";

const KEYS = ["keys", "allowUnsigned", "maxAgeDays", "depth", "verdicts", "items", "allowFixture", "cleanSource"] as const;

/** Reads what a deployment asks of an image. Strict: half a policy is none. Throws ConfigError. */
export function readAttestationPolicy(path: string, text: string): AttestationPolicy {
  try {
    return policyOf(path, text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message, error.place, new LineIndex(text).position(error.place.range[0]));
  }
}

function policyOf(path: string, text: string): AttestationPolicy {
  const { documents, problems } = parseYaml(path, text);
  const [problem] = problems;
  if (problem) throw new ConfigError(problem.message, problem.place);
  const [root, second] = documents;
  if (second) throw new ConfigError("a policy is one document: take out what follows `---`", second.place);
  if (!root) return DEFAULT_POLICY;
  const map = mapAt(root, "the policy");
  onlyKeys(map, KEYS, "the policy");
  const read = <T>(key: (typeof KEYS)[number], how: (node: YamlNode, what: string) => T, otherwise: T): T => {
    const node = get(map, key);
    return node ? how(node, `\`${key}\``) : otherwise;
  };
  const items = get(map, "items");
  if (items) onlyKeys(mapAt(items, "`items`"), ITEM_IDS, "`items`");
  return {
    keys: read("keys", textsAt, DEFAULT_POLICY.keys),
    allowUnsigned: read("allowUnsigned", booleanAt, DEFAULT_POLICY.allowUnsigned),
    maxAgeDays: read("maxAgeDays", (node, what) => wholeAt(node, 1, what), DEFAULT_POLICY.maxAgeDays),
    depth: read("depth", (node, what) => oneOf(node, DEPTHS, what), DEFAULT_POLICY.depth),
    verdicts: read("verdicts", verdictsAt, DEFAULT_POLICY.verdicts),
    items: new Map(
      items
        ? [...mapAt(items, "`items`").entries.values()].map(({ key, value }) => [
            key.value,
            verdictsAt(value, `\`items.${key.value}\``),
          ])
        : [],
    ),
    allowFixture: read("allowFixture", booleanAt, DEFAULT_POLICY.allowFixture),
    cleanSource: read("cleanSource", booleanAt, DEFAULT_POLICY.cleanSource),
  };
}

function verdictsAt(node: YamlNode, what: string): readonly CertifiedVerdict[] {
  const nodes = node.kind === "seq" ? node.items : [node];
  if (nodes.length === 0) throw new ConfigError(`${what} names no verdict`, node.place);
  return nodes.map((one) => oneOf(one, VERDICTS, what));
}
