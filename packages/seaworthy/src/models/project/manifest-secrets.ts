import { placeholder, secretName, secretValue } from "../../knowledge/secrets.js";
import { asString, get, parseYaml, type YamlNode } from "../yaml/yaml.js";
import { described, type FileCredential } from "./credentials.js";

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const LONGEST = 10_000;

/** The values of Kubernetes Secrets in the clear: `stringData`, and `data`, which is only encoded. Sealed and encrypted ones are none. */
export function manifestSecrets(path: string, text: string): readonly FileCredential[] {
  return parseYaml(path, text).documents.flatMap((document) => {
    if (asString(get(document, "kind")) !== "Secret" || get(document, "sops")) return [];
    return [...valuesOf(get(document, "stringData"), (written) => written), ...valuesOf(get(document, "data"), decoded)];
  });
}

function valuesOf(node: YamlNode | null, read: (written: string) => string): readonly FileCredential[] {
  if (node?.kind !== "map") return [];
  return [...node.entries].flatMap(([name, { value }]) => {
    if (value.kind !== "scalar" || value.value === null || value.text.length > LONGEST) return [];
    const secret = read(value.text);
    if (placeholder(secret) || /\$\{|\{\{|^ENC\[/.test(value.text) || secret.length < 3) return [];
    const [known] = secretValue(`${name}=${secret}`);
    if (!known && secretName(name) !== "secret") return [];
    const what = known ? described(known.description) : "a literal credential";
    return [{ what, by: known ? "format" : "name", name, value: secret, place: value.place } as const];
  });
}

/** Base64 as text, a byte a character; what is none becomes the empty text. */
function decoded(written: string): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const character of written.replace(/\s|=+$/g, "")) {
    const digit = BASE64.indexOf(character);
    if (digit < 0) return "";
    held = ((held << 6) | digit) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    text += String.fromCharCode((held >> bits) & 0xff);
  }
  return text;
}
