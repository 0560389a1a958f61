import { spawn } from "node:child_process";
import { join } from "node:path";
import { fields, text } from "../../models/image/parse-config.js";
import { dockerConfig, type Env, readJsonFile } from "../engine/docker-config.js";

/** What a person is known by at a registry. Never shown. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** A token that is exchanged for others; then the rest is empty. */
  readonly identityToken: string | null;
}

/** Milliseconds that a helper may take: some ask a key ring that a person must open. */
const HELPER_TIME = 60_000;
const MOST_OUTPUT = 256 * 1024;

/**
 * The credentials for a registry: of the helper that Docker's config names for it, of the config itself, of Podman's file. Hosts are as
 * in references, `docker.io` for Docker's own. null: there are none. Throws Error where a helper fails, with what it said.
 */
export async function credentialsFor(host: string, env: Env): Promise<Credentials | null> {
  const names = hostNames(host);
  const config = dockerConfig(env);
  const helpers = fields(config.credHelpers);
  const named = names.map((name) => text(helpers[name])).find((helper) => helper !== "");
  const helper = named ?? text(config.credsStore);
  if (helper !== "") {
    for (const name of names) {
      const found = await askHelper(helper, name, env);
      if (found) return found;
    }
  }
  return fromAuths(config.auths, names) ?? fromAuths(readJsonFile(podmanFile(env)).auths, names);
}

/** Docker's own registry is written by its first address. */
function hostNames(host: string): readonly string[] {
  return host === "docker.io" ? ["https://index.docker.io/v1/", "index.docker.io", "docker.io", "registry-1.docker.io"] : [host];
}

function podmanFile(env: Env): string {
  if (env.REGISTRY_AUTH_FILE) return env.REGISTRY_AUTH_FILE;
  return env.XDG_RUNTIME_DIR
    ? join(env.XDG_RUNTIME_DIR, "containers/auth.json")
    : join(env.XDG_CONFIG_HOME || join(env.HOME ?? "", ".config"), "containers/auth.json");
}

/** Entries are written with or without a scheme and a path. */
function fromAuths(auths: unknown, names: readonly string[]): Credentials | null {
  const wanted = new Set(names.map(bare));
  for (const [name, entry] of Object.entries(fields(auths))) {
    if (!wanted.has(bare(name))) continue;
    const { auth, username, password, identitytoken } = fields(entry);
    const decoded = Buffer.from(text(auth), "base64").toString().replace(/\0+$/, "");
    const colon = decoded.indexOf(":");
    const user = colon > 0 ? decoded.slice(0, colon) : text(username);
    const secret = colon > 0 ? decoded.slice(colon + 1) : text(password);
    const token = text(identitytoken);
    if (token !== "") return { username: "", password: "", identityToken: token };
    if (user !== "") return { username: user, password: secret, identityToken: null };
  }
  return null;
}

function bare(name: string): string {
  return name.replace(/^https?:\/\//, "").replace(/\/(?:v[12]\/?)?$/, "");
}

/** Asks `docker-credential-NAME get`: the host in, JSON out. Whatever it is that it has not, null. */
function askHelper(helper: string, host: string, env: Env): Promise<Credentials | null> {
  if (!/^[\w.-]+$/.test(helper))
    return Promise.reject(new Error(`the credential helper "${helper}" in Docker's config has no plain name`));
  const program = `docker-credential-${helper}`;
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["get"], {
      stdio: ["pipe", "pipe", "ignore"],
      env: env as NodeJS.ProcessEnv,
      timeout: HELPER_TIME,
    });
    let output = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (piece: string) => {
      output += piece;
      if (output.length > MOST_OUTPUT) child.kill();
    });
    child.on("error", () => reject(new Error(`the credential helper ${program}, which Docker's config names, cannot be run`)));
    child.on("close", (code) => {
      // "credentials not found in native keychain" is a failure too: whoever is not logged in asks as nobody.
      if (code !== 0) return resolve(null);
      const { Username, Secret } = parsed(output);
      if (text(Secret) === "") resolve(null);
      else if (text(Username) === "<token>") resolve({ username: "", password: "", identityToken: text(Secret) });
      else resolve({ username: text(Username), password: text(Secret), identityToken: null });
    });
    // A helper may end without reading.
    child.stdin.on("error", () => undefined);
    child.stdin.end(`${host}\n`);
  });
}

function parsed(output: string): Readonly<Record<string, unknown>> {
  try {
    return fields(JSON.parse(output));
  } catch {
    return {};
  }
}
