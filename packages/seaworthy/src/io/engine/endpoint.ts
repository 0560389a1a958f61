import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fields, text } from "../../models/image/parse-config.js";
import { UsageError } from "../usage-error.js";
import { dockerConfig, dockerFolder, type Env, readJsonFile } from "./docker-config.js";

/** What a TLS connection is made with; null: what node trusts. */
export interface Tls {
  readonly ca: Buffer | null;
  readonly cert: Buffer | null;
  readonly key: Buffer | null;
  readonly verify: boolean;
}

/** Where an engine listens. */
export type Endpoint =
  | { readonly kind: "socket"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number; readonly tls: Tls | null }
  | { readonly kind: "ssh"; readonly target: string; readonly port: number | null };

/** A place to ask for an engine. */
export interface Candidate {
  readonly endpoint: Endpoint;
  /** As people write it: `unix:///var/run/docker.sock`. */
  readonly address: string;
  /** Set by the person (DOCKER_HOST, a context): no other is asked when it fails. */
  readonly chosen: string | null;
}

/** Where engines of a kind could listen, the likeliest first. Throws UsageError for an address or context that is none. */
export function candidates(
  kind: "docker" | "podman",
  env: Env,
  platform: NodeJS.Platform = process.platform,
): readonly Candidate[] {
  return kind === "docker" ? dockerCandidates(env, platform) : podmanCandidates(env, platform);
}

function dockerCandidates(env: Env, platform: NodeJS.Platform): readonly Candidate[] {
  if (env.DOCKER_HOST) return [chosen(env.DOCKER_HOST, "DOCKER_HOST", tlsOf(env))];
  const context = env.DOCKER_CONTEXT || text(dockerConfig(env).currentContext);
  if (context !== "" && context !== "default") return [ofContext(context, env)];
  if (platform === "win32") return [known("npipe:////./pipe/docker_engine")];
  const home = env.HOME ?? "";
  const ofHome = [
    ".docker/run/docker.sock",
    ".docker/desktop/docker.sock",
    ".colima/default/docker.sock",
    ".orbstack/run/docker.sock",
    ".rd/docker.sock",
  ];
  return [
    "/var/run/docker.sock",
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, "docker.sock")] : []),
    ...(home === "" ? [] : ofHome.map((path) => join(home, path))),
  ].map((path) => known(`unix://${path}`));
}

function podmanCandidates(env: Env, platform: NodeJS.Platform): readonly Candidate[] {
  if (env.CONTAINER_HOST) return [chosen(env.CONTAINER_HOST, "CONTAINER_HOST", null)];
  if (platform === "win32") return [known("npipe:////./pipe/podman-machine-default")];
  const home = env.HOME ?? "";
  return [
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, "podman/podman.sock")] : []),
    "/run/podman/podman.sock",
    "/var/run/podman/podman.sock",
    ...(home === "" ? [] : [join(home, ".local/share/containers/podman/machine/podman.sock")]),
  ].map((path) => known(`unix://${path}`));
}

function known(address: string): Candidate {
  return { endpoint: parseEndpoint(address, null), address, chosen: null };
}

function chosen(address: string, by: string, tls: Tls | null): Candidate {
  try {
    return { endpoint: parseEndpoint(address, tls), address, chosen: by };
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${by}: ${error.message}`) : error;
  }
}

/** Reads an address as Docker's client does. Throws UsageError. */
export function parseEndpoint(address: string, tls: Tls | null): Endpoint {
  const [, scheme = "", rest = ""] = /^([a-z]+):\/\/(.*)$/s.exec(address) ?? [];
  if (scheme === "unix" && rest.startsWith("/")) return { kind: "socket", path: rest };
  if (scheme === "npipe" && rest !== "") return { kind: "socket", path: rest.replaceAll("/", "\\") };
  if (scheme === "tcp" || scheme === "http" || scheme === "https") {
    const url = URL.canParse(`http://${rest}`) ? new URL(`http://${rest}`) : null;
    // The port of http is that of a web server: an engine's is 2375, or 2376 with TLS.
    const secure = scheme === "https" || tls !== null;
    const port = /:(\d+)(?:\/|$)/.exec(rest.slice(rest.lastIndexOf("]") + 1))?.[1];
    if (url && url.hostname !== "")
      return {
        kind: "tcp",
        host: url.hostname.replace(/^\[|\]$/g, ""),
        port: port === undefined ? (secure ? 2376 : 2375) : Number(port),
        tls: secure ? (tls ?? { ca: null, cert: null, key: null, verify: true }) : null,
      };
  }
  if (scheme === "ssh" && URL.canParse(address)) {
    const { username, hostname, port } = new URL(address);
    // A name that begins with a dash would be an option of ssh.
    if (/^[A-Za-z0-9_[]/.test(hostname) && !username.startsWith("-"))
      return {
        kind: "ssh",
        target: username ? `${decodeURIComponent(username)}@${hostname}` : hostname,
        port: port ? Number(port) : null,
      };
  }
  throw new UsageError(`"${address}" is no engine's address: write unix:///PATH, tcp://HOST:PORT or ssh://USER@HOST`);
}

/** Client certificates by Docker's variables: any value of DOCKER_TLS_VERIFY turns verifying on. */
function tlsOf(env: Env): Tls | null {
  if (!env.DOCKER_TLS_VERIFY && !env.DOCKER_TLS) return null;
  return tlsFiles(env.DOCKER_CERT_PATH || dockerFolder(env), !!env.DOCKER_TLS_VERIFY);
}

function tlsFiles(folder: string, verify: boolean): Tls {
  return { ca: fileOf(folder, "ca.pem"), cert: fileOf(folder, "cert.pem"), key: fileOf(folder, "key.pem"), verify };
}

function fileOf(folder: string, name: string): Buffer | null {
  try {
    return readFileSync(join(folder, name));
  } catch {
    return null;
  }
}

/** A context of Docker's client: its folder is named by the hash of its name. */
function ofContext(name: string, env: Env): Candidate {
  const folder = join(dockerFolder(env), "contexts");
  const id = createHash("sha256").update(name).digest("hex");
  const { Endpoints } = readJsonFile(join(folder, "meta", id, "meta.json"));
  const docker = fields(fields(Endpoints).docker);
  const host = text(docker.Host);
  if (host === "")
    throw new UsageError(
      `the Docker context "${name}" is not there: docker context ls lists them, DOCKER_CONTEXT or DOCKER_HOST chooses another`,
    );
  const tls = tlsFiles(join(folder, "tls", id, "docker"), docker.SkipTLSVerify !== true);
  const given = tls.ca ?? tls.cert ?? tls.key;
  return chosen(host, `the Docker context "${name}"`, given ? tls : null);
}
