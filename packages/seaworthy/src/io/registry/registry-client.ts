import type { IncomingMessage } from "node:http";
import { fields, text } from "../../models/image/parse-config.js";
import { asNetError, isLoopback, NetError, send } from "../net/http.js";
import { parseChallenges } from "./challenge.js";
import { type Credentials, credentialsFor } from "./credentials.js";

type Env = Readonly<Record<string, string | undefined>>;

/** What a registry answered other than was hoped for. */
export class RegistryError extends Error {
  override readonly name = "RegistryError";
  /** The HTTP status, 0 where there was no answer. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");
const LARGEST_JSON = 8 * 1024 * 1024;
const MOST_REDIRECTS = 5;
const MOST_TRIES = 4;
/** Milliseconds before the next try, twice as many before each one after it. */
const PAUSE = 500;
const LONGEST_PAUSE = 30_000;

/** Speaks to one registry about one repository (OCI distribution 1.1, Docker Registry v2). */
export class RegistryClient {
  private readonly host: string;
  private readonly repository: string;
  private readonly env: Env;
  private readonly insecure: boolean;
  private base: URL | null;
  private authorization: string | null = null;
  private credentials: Promise<Credentials | null> | null = null;

  /** `host`: as in references, `docker.io` for Docker's own; with `http://` for plain http. */
  constructor(host: string, repository: string, env: Env, insecure = false) {
    const [, scheme, name = host] = /^(https?):\/\/(.+?)\/?$/.exec(host) ?? [];
    this.host = name;
    this.repository = repository;
    this.env = env;
    this.insecure = insecure || scheme === "http" || isLoopback(name.replace(/:\d+$/, ""));
    this.base = scheme ? new URL(`${scheme}://${name}`) : null;
  }

  /** The bytes of a manifest or index by its tag or digest. Throws RegistryError. */
  async manifest(reference: string): Promise<Uint8Array> {
    return this.small(`manifests/${reference}`, MANIFESTS);
  }

  /** A small blob: a configuration, an attestation. Throws RegistryError. */
  async smallBlob(digest: string): Promise<Uint8Array> {
    return this.small(`blobs/${digest}`, "*/*");
  }

  /** The bytes of a blob. A connection that breaks off is taken up where it broke. Throws RegistryError. */
  async *blob(digest: string): AsyncGenerator<Uint8Array> {
    let taken = 0;
    for (let failures = 0; ; ) {
      const before = taken;
      try {
        const answer = await this.get(`blobs/${digest}`, taken > 0 ? { Range: `bytes=${taken}-` } : {});
        // Who does not know ranges sends all of it again.
        let skip = taken > 0 && answer.statusCode !== 206 ? taken : 0;
        try {
          for await (const piece of answer as AsyncIterable<Buffer>) {
            const rest = piece.subarray(Math.min(skip, piece.length));
            skip -= piece.length - rest.length;
            taken += rest.length;
            if (rest.length > 0) yield rest;
          }
          return;
        } finally {
          answer.destroy();
        }
      } catch (error) {
        if (error instanceof RegistryError && error.status !== 0) throw error;
        failures = taken > before ? 1 : failures + 1;
        if (failures >= MOST_TRIES) throw this.noAnswer(error);
        await pause(failures);
      }
    }
  }

  private async small(path: string, accept: string): Promise<Uint8Array> {
    const answer = await this.get(path, { Accept: accept });
    return wholeBody(answer, LARGEST_JSON).catch((error) => {
      throw this.noAnswer(error);
    });
  }

  /** A successful answer. */
  private async get(path: string, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
    let asked = false;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.follow(await this.url(path), headers).catch((error) => {
        throw this.noAnswer(error);
      });
      const status = answer.statusCode ?? 0;
      if (status >= 200 && status < 300) return answer;
      const body = await wholeBody(answer, 64 * 1024).catch(() => new Uint8Array(0));
      if (status === 401 && !asked) {
        asked = true;
        if (await this.authorize(String(answer.headers["www-authenticate"] ?? ""))) continue;
      }
      const again = status === 429 || status === 502 || status === 503 || status === 504;
      if (!again || attempt >= MOST_TRIES) throw new RegistryError(this.refusal(status, body), status);
      await pause(attempt, Number(answer.headers["retry-after"]));
    }
  }

  /** Follows redirects; what authorizes at this registry is told to no other host, and no connection becomes less safe. */
  private async follow(start: URL, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
    let url = start;
    for (let left = MOST_REDIRECTS; ; left--) {
      const own = url.host === start.host && url.protocol === start.protocol;
      const answer = await send(url, {
        headers: { ...headers, ...(own && this.authorization ? { Authorization: this.authorization } : {}) },
        verify: !this.insecure,
        env: this.env,
      });
      const { location } = answer.headers;
      if (![301, 302, 303, 307, 308].includes(answer.statusCode ?? 0) || !location) return answer;
      answer.destroy();
      if (left === 0) throw new NetError("leads from one address to the next without end", "");
      if (!URL.canParse(location, url.href)) throw new NetError("leads to an address that is none", "");
      const next = new URL(location, url);
      if (url.protocol === "https:" && next.protocol !== "https:" && !this.insecure)
        throw new NetError(`leads to ${next.origin}, which is not encrypted`, "");
      url = next;
    }
  }

  /** The address of a path; which of https and http it is, is found out once where both are allowed. */
  private async url(path: string): Promise<URL> {
    this.base ??= await this.findBase();
    return new URL(`/v2/${this.repository}/${path}`, this.base);
  }

  private async findBase(): Promise<URL> {
    const host = this.host === "docker.io" ? "registry-1.docker.io" : this.host;
    if (!URL.canParse(`https://${host}`)) throw new RegistryError(`${host} is no host`, 0);
    const secure = new URL(`https://${host}`);
    if (!this.insecure) return secure;
    try {
      (await send(new URL("/v2/", secure), { verify: false, env: this.env })).destroy();
      return secure;
    } catch {
      return new URL(`http://${host}`);
    }
  }

  /** Gets what the registry asks for. False: there is nothing more to offer. */
  private async authorize(header: string): Promise<boolean> {
    const challenges = parseChallenges(header);
    const bearer = challenges.find(({ scheme, parameters }) => scheme === "bearer" && parameters.realm);
    this.credentials ??= credentialsFor(this.host, this.env);
    const credentials = await this.credentials.catch((error) => {
      throw new RegistryError(`${this.host}: ${error instanceof Error ? error.message : error}`, 0);
    });
    const before = this.authorization;
    if (bearer) this.authorization = `Bearer ${await this.token(bearer.parameters, credentials)}`;
    else if (challenges.some(({ scheme }) => scheme === "basic") && credentials && credentials.identityToken === null)
      this.authorization = basic(credentials);
    return this.authorization !== null && this.authorization !== before;
  }

  /** A token of the registry's token service: https://distribution.github.io/distribution/spec/auth/token/. */
  private async token(parameters: Readonly<Record<string, string>>, credentials: Credentials | null): Promise<string> {
    const { realm = "", service = "", scope = `repository:${this.repository}:pull` } = parameters;
    const base = await this.url("");
    if (!URL.canParse(realm, base.href)) throw new RegistryError(`${this.host} names a token service that is no address`, 0);
    const url = new URL(realm, base);
    if (url.protocol !== "https:" && !this.insecure)
      throw new RegistryError(`${this.host} names a token service that is not encrypted (${url.origin})`, 0);
    const common = { verify: !this.insecure, env: this.env };
    let answer: IncomingMessage;
    try {
      if (credentials?.identityToken) {
        const form = new URLSearchParams({
          grant_type: "refresh_token",
          refresh_token: credentials.identityToken,
          client_id: "seaworthy",
          service,
          scope,
        });
        const headers = { "Content-Type": "application/x-www-form-urlencoded" };
        answer = await send(url, { ...common, method: "POST", headers, body: form.toString() });
      } else {
        if (service !== "") url.searchParams.set("service", service);
        for (const one of scope.split(" ")) url.searchParams.append("scope", one);
        if (credentials) url.searchParams.set("account", credentials.username);
        answer = await send(url, { ...common, headers: credentials ? { Authorization: basic(credentials) } : {} });
      }
    } catch (error) {
      throw new RegistryError(`the token service of ${this.host} (${url.host}) ${asNetError(error).message}`, 0);
    }
    const status = answer.statusCode ?? 0;
    const body = await wholeBody(answer, LARGEST_JSON).catch((error) => {
      throw this.noAnswer(error);
    });
    const { token, access_token } = status === 200 ? parsedJson(body) : {};
    const found = text(token) || text(access_token);
    if (found === "" || /[\r\n]/.test(found))
      throw new RegistryError(
        this.refusal(status === 200 ? 401 : status, body, ` by its token service (${url.host})`),
        status || 401,
      );
    return found;
  }

  private refusal(status: number, body: Uint8Array, by = ""): string {
    const { errors } = parsedJson(body);
    const said = Array.isArray(errors) ? text(fields(errors[0]).message) : "";
    const why = said === "" ? "" : `: ${said.replace(/\s+/g, " ").slice(0, 200)}`;
    const where = `${this.host}/${this.repository}`;
    if (status === 401 || status === 403) return `access to ${where} is denied${by}${why}: log in with docker login ${this.host}`;
    if (status === 404) return `${where} or what was asked of it is not there${why}`;
    if (status === 429) return `${this.host} takes no more requests for now (429)${why}: log in, or wait`;
    return `${this.host} answered ${status}${by}${why}`;
  }

  private noAnswer(error: unknown): RegistryError {
    return error instanceof RegistryError ? error : new RegistryError(`${this.host} ${asNetError(error).message}`, 0);
  }
}

function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

async function wholeBody(answer: IncomingMessage, largest: number): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    pieces.push(piece);
    length += piece.length;
    if (length > largest) {
      answer.destroy();
      throw new NetError(`answered with more than ${largest} bytes where little was asked for`, "");
    }
  }
  return Buffer.concat(pieces);
}

function parsedJson(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    return fields(JSON.parse(Buffer.from(bytes).toString()));
  } catch {
    return {};
  }
}

function pause(attempt: number, seconds = Number.NaN): Promise<void> {
  const wait = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : PAUSE * 2 ** (attempt - 1);
  return new Promise((resolve) => setTimeout(resolve, Math.min(wait, LONGEST_PAUSE)));
}
