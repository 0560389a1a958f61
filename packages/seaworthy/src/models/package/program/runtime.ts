import { JAVA_MAKERS } from "../../../knowledge/programs.js";
import { type Evidence, type Found, textOf } from "../evidence.js";

/** Small files in which a runtime says its version: `release` of Java, `OTP_VERSION` of Erlang. */
export function readRuntime(path: string, bytes: Uint8Array): Evidence | null {
  const text = textOf(bytes.subarray(0, 20_000));
  const found = path.endsWith("/OTP_VERSION") ? erlang(text) : java(text);
  return found && { from: "runtime", packages: [found] };
}

function java(text: string): Found | null {
  const said = (name: string) => new RegExp(`^${name}="([^"\\n]{1,100})"`, "m").exec(text)?.[1];
  const version = said("JAVA_VERSION");
  if (!version || !/^\d/.test(version)) return null;
  const maker = said("IMPLEMENTOR") ?? "OpenJDK";
  const product = JAVA_MAKERS.find(([, implementor]) => implementor.test(maker))?.[0] ?? "openjdk";
  return { kind: "binary", name: product, version };
}

function erlang(text: string): Found | null {
  const version = /^\d{1,3}(?:\.\d{1,4}){0,4}$/.exec(text.trim().replace(/\*+$/, ""))?.[0];
  return version ? { kind: "binary", name: "erlang", version } : null;
}
