import type { BuildSettings, WrittenSource } from "../compose/build-settings.js";
import { bytesOf } from "../compose/bytes.js";
import type { ComposeProject, SecretSource } from "../compose/compose.js";
import { type BuildInputs, NO_INPUTS } from "./build-plan.js";

/** What the inputs of a build are read from. */
export interface BuildWorld {
  readonly variables: ReadonlyMap<string, string>;
  /** A file of the project with its absolute path; null: it is not there, or leads out of the project. */
  file(path: string): { readonly path: string; readonly text: string } | null;
  /** The absolute path of a folder of the project; null as above. */
  folder(path: string): string | null;
  /** The image that a service of the same Compose file was built into; null: it was not. */
  built(service: string): string | null;
  /** The engine's own: `linux/amd64`. */
  readonly platform: string;
  readonly hasAgent: boolean;
}

export interface WrittenBuild {
  readonly settings: BuildSettings;
  /** The platform of the service. */
  readonly platform: string | null;
  readonly secrets: ComposeProject["secrets"];
}

/** Inputs and what is worth to be told of them, each a half sentence with the service before it; or why this is not built. */
export type ReadInputs = { readonly inputs: BuildInputs; readonly notes: readonly string[] } | { readonly because: string };

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F:]*:[\da-fA-F:.]*)$/;

/** Why something is not built here. */
class Refused extends Error {}

/**
 * What a build is given, as Compose gives it. What would give it more of this machine than a build needs (privileges, its network, files beside the project) is
 * refused in one clear line, since the tree may be anybody's.
 */
export function buildInputs(build: WrittenBuild | null, world: BuildWorld): ReadInputs {
  if (!build) return { inputs: NO_INPUTS, notes: [] };
  const { settings, secrets } = build;
  const notes: string[] = [];
  try {
    refuse(settings);
    const given = settings.secrets.map(({ source, id }) => secretOf(source, id, secrets.get(source), world));
    const inputs: BuildInputs = {
      secrets: given,
      contexts: new Map([...settings.contexts].map(([name, source]) => [name, contextOf(name, source, world)])),
      ssh: [...settings.ssh].map(([id, source]) => sshOf(id, source, world)),
      network: networkOf(settings.network),
      shmBytes: sizeOf(settings.shmSize),
      hosts: settings.extraHosts.map(hostOf),
      platform: platformOf(build, world, notes),
      labels: settings.labels,
      ulimits: settings.ulimits.map(limitOf),
      noCache: settings.noCache,
      pull: settings.pull,
    };
    if (inputs.ssh.some(({ file }) => file === null)) {
      if (!world.hasAgent) throw new Refused("its build wants an SSH agent, and SSH_AUTH_SOCK names none");
      notes.push("is built with your SSH agent");
    }
    if (settings.aside.length > 0) notes.push(`is built without ${settings.aside.map((key) => `\`${key}\``).join(", ")}`);
    return { inputs, notes };
  } catch (error) {
    if (error instanceof Refused) return { because: error.message };
    throw error;
  }
}

function refuse({ privileged, entitlements, isolation }: BuildSettings): void {
  if (privileged) throw new Refused("its build asks for `privileged`, which a build is not given here");
  if (entitlements.length > 0)
    throw new Refused(`its build asks for the entitlements ${entitlements.join(", ")}, which a build is not given here`);
  if (isolation !== null && isolation !== "default")
    throw new Refused(`its build asks for the isolation ${isolation} of Windows`);
}

function secretOf(name: string, id: string, from: SecretSource | undefined, world: BuildWorld): BuildInputs["secrets"][number] {
  const refused = (why: string) => new Refused(`its build secret ${name} ${why}`);
  if (!from) throw refused("stands in no `secrets:` at the top level");
  if (from.external) throw refused("is kept outside of the Compose file (`external`)");
  if (from.file !== null) {
    const found = isOutside(from.file) ? null : world.file(from.file);
    if (found) return { id, value: found.text, file: found.path };
    if (isOutside(from.file))
      throw refused(`is read from ${from.file}, outside of the project: take it from \`environment:\` instead`);
    throw refused(`is read from ${from.file}, which is not there, is no file or leads out of the project`);
  }
  if (from.environment !== null) {
    const value = world.variables.get(from.environment);
    if (value === undefined) throw refused(`is the value of ${from.environment}, which is not set`);
    return { id, value, file: null };
  }
  throw refused("has neither `file:` nor `environment:`");
}

/** As `SecretSource.file` is: what is no path of the project is as it was written. */
function isOutside(file: string): boolean {
  return /^(?:[/~\\]|[a-zA-Z]:[\\/]|\.\.(?:[\\/]|$))/.test(file) || file.split(/[\\/]/).includes("..");
}

function contextOf(name: string, { written, path }: WrittenSource, world: BuildWorld): string {
  if (name.includes("=")) throw new Refused(`the additional context ${name} has a name that no client takes`);
  const [, service] = /^(?:service|target):(.+)$/.exec(written) ?? [];
  if (service !== undefined) {
    const image = world.built(service);
    if (image === null)
      throw new Refused(`its additional context ${name} is the image of ${service}, which was not built before it`);
    return `docker-image://${image}`;
  }
  const layout = /^oci-layout:\/\/([^@:]+)(.*)$/.exec(written);
  if (layout) {
    const folder = isOutside(layout[1] ?? "") ? null : world.folder(layout[1] ?? "");
    if (folder === null) throw new Refused(`its additional context ${name} is ${written}, which is no folder of the project`);
    return `oci-layout://${folder}${layout[2]}`;
  }
  if (path.kind === "remote") return written;
  const folder = path.kind === "inside" ? world.folder(path.path) : null;
  if (folder === null) throw new Refused(`its additional context ${name} is ${written}, which is no folder of the project`);
  return folder;
}

/** An id with more in it would name a file of this machine to the client, which takes `id=file`. */
function sshOf(id: string, source: WrittenSource | null, world: BuildWorld): BuildInputs["ssh"][number] {
  if (!/^[\w.-]+$/.test(id)) throw new Refused(`its SSH key ${id} has a name that is none`);
  return { id, file: source && keyOf(id, source, world) };
}

function keyOf(id: string, { written, path }: WrittenSource, world: BuildWorld): string {
  const found = path.kind === "inside" ? world.file(path.path) : null;
  if (!found) throw new Refused(`its SSH key ${id} is ${written}, which is no file of the project`);
  return found.path;
}

function networkOf(network: string | null): BuildInputs["network"] {
  if (network === null || network === "none" || network === "default") return network;
  if (network === "host") throw new Refused("its build asks for the network of this machine, which a build is not given here");
  throw new Refused(`its build asks for the network ${network}: BuildKit knows \`default\` and \`none\``);
}

function sizeOf(written: string | null): number | null {
  if (written === null) return null;
  const bytes = bytesOf(written);
  if (bytes === null) throw new Refused(`its \`shm_size\` ${written} is no size`);
  return bytes;
}

function hostOf({ host, address }: BuildSettings["extraHosts"][number]): string {
  if (address === "host-gateway")
    throw new Refused(`its build asks for this machine as ${host} (host-gateway), which a build is not given here`);
  if (!ADDRESS.test(address) || !/^[\w.-]+$/.test(host))
    throw new Refused(`its extra host ${host} has the address ${address}, which is none`);
  return `${host}:${address}`;
}

function limitOf(limit: string): string {
  if (!/^[a-z]+=-?\d+(?::-?\d+)?$/.test(limit)) throw new Refused(`its limit ${limit} is none`);
  return limit;
}

/** One image is looked at: where there are to be several, the engine's own. */
function platformOf({ settings: { platforms }, platform }: WrittenBuild, world: BuildWorld, notes: string[]): string | null {
  const [first, ...more] = platforms;
  if (first === undefined) return platform;
  if (more.length === 0) return first;
  if (!platforms.includes(world.platform))
    throw new Refused(`it is built for ${platforms.join(", ")}, none of which is the engine's own ${world.platform}`);
  const others = platforms.filter((one) => one !== world.platform);
  notes.push(`is looked at as built for ${world.platform}; what is built for ${others.join(", ")} is not`);
  return world.platform;
}
