import type { Evidence, Found } from "./evidence.js";
import { asList, asObject, asWord, jsonObject } from "./json.js";

/** The manifest of an installed package: `node_modules/NAME` or `node_modules/@SCOPE/NAME`, nothing deeper. */
const INSTALLED = /\/node_modules\/(?:@[^/]+\/)?[^./_][^/]*\/package\.json$/;
/** Where programs are unpacked by hand: `/opt/yarn-v1.22.22`, `/usr/local/share/code-server`. */
const UNPACKED = /^\/(?:usr\/(?:local\/)?(?:lib|share)|opt)\//;

/**
 * A manifest of npm. Of an installed package it is a package; of an application it tells what the application needs, and what only its
 * developers do; deeper ones (`node_modules/a/esm/package.json`) say nothing.
 */
export function readNpm(path: string, bytes: Uint8Array): Evidence | null {
  const installed = INSTALLED.test(path);
  if (!installed && path.includes("/node_modules/")) return null;
  const manifest = jsonObject(bytes);
  if (!manifest) return installed ? { from: "npm", packages: [], gap: "is no JSON object" } : null;
  const name = asWord(manifest.name);
  const version = asWord(manifest.version);
  if (installed && (name === "" || version === "")) return null;
  const needs = keysOf(manifest.dependencies, manifest.optionalDependencies, manifest.peerDependencies);
  const developmentNeeds = installed ? [] : keysOf(manifest.devDependencies);
  const unpacked = !installed && isUnpacked(path, name, version);
  if (!installed && !unpacked && needs.length + developmentNeeds.length === 0) return null;
  const found: Found = {
    kind: "npm",
    name,
    version,
    ...(licencesOf(manifest).length > 0 && { licences: licencesOf(manifest) }),
    ...(needs.length > 0 && { needs }),
    ...(developmentNeeds.length > 0 && { developmentNeeds }),
  };
  return { from: installed || unpacked ? "npm" : "npm-app", packages: [found] };
}

/** A published package that was unpacked outside of node_modules: its folder bears its name, or its version too; Corepack keeps NAME/VERSION. */
function isUnpacked(path: string, name: string, version: string): boolean {
  const [above = "", folder = ""] = path.split("/").slice(-3);
  const bare = name.slice(name.lastIndexOf("/") + 1);
  if (name === "" || version === "") return false;
  if (path.includes("/corepack/") && above === bare && folder === version) return true;
  return UNPACKED.test(path) && (folder === bare || folder === `${bare}-${version}` || folder === `${bare}-v${version}`);
}

function keysOf(...objects: readonly unknown[]): string[] {
  return [...new Set(objects.flatMap((object) => Object.keys(asObject(object) ?? {})))].slice(0, 2000);
}

function licencesOf(manifest: Readonly<Record<string, unknown>>): string[] {
  const all = [manifest.license, ...asList(manifest.licenses)];
  return all.map((one) => asWord(asObject(one)?.type ?? one)).filter((one) => one !== "");
}

/** npm's own record of what it installed, beside the packages: it says of each whether only developers need it. */
export function readNpmLock(bytes: Uint8Array): Evidence | null {
  const packages = Object.entries(asObject(jsonObject(bytes)?.packages) ?? {}).flatMap(([within, entry]): Found[] => {
    const said = asObject(entry);
    if (!said || said.link === true || within === "") return [];
    return [{ kind: "npm", name: "", version: asWord(said.version), within, development: said.dev === true }];
  });
  return packages.length > 0 ? { from: "npm-lock", packages } : null;
}
