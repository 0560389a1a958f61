import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { connect as tlsConnect } from "node:tls";

/** A request that got no answer, in words for people. */
export class NetError extends Error {
  override readonly name = "NetError";
  /** The code of the system or of TLS: ECONNREFUSED, ENOTFOUND, DEPTH_ZERO_SELF_SIGNED_CERT… */
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

export interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** False: a certificate that nobody signed is taken. */
  readonly verify?: boolean;
  /** Where the proxies are named: HTTPS_PROXY, HTTP_PROXY, NO_PROXY. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Milliseconds without a byte after which a connection is given up. */
const SILENCE = 60_000;
const AGENT = "seaworthy";

/**
 * One request, no redirect followed, the body as it was sent: node's fetch unpacks bodies (a blob would lose its digest), asks no proxy on
 * Node 20 and cannot be told to take one host's certificate. Throws NetError.
 */
export async function send(url: URL, options: Request): Promise<IncomingMessage> {
  const secure = url.protocol === "https:";
  if (!secure && url.protocol !== "http:") throw new NetError(`${url.protocol}// is not http`, "EPROTO");
  const proxy = proxyFor(url, options.env);
  const { method = "GET", body } = options;
  const request: RequestOptions = {
    method,
    headers: {
      // Signed addresses of stores are signed with the host as it is written: without a port that goes without saying.
      Host: url.host,
      "User-Agent": AGENT,
      "Accept-Encoding": "identity",
      ...(body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) }),
      ...options.headers,
    },
    agent: false,
  };
  const target = { ...request, host: hostOf(url), port: portOf(url), path: url.pathname + url.search };
  const tls = { rejectUnauthorized: options.verify !== false };
  if (!proxy) return answered(secure ? httpsRequest({ ...target, ...tls, servername: nameOf(url) }) : httpRequest(target), body);
  const through = { host: hostOf(proxy), port: portOf(proxy), headers: proxyHeaders(proxy) };
  if (!secure)
    return answered(
      httpRequest({
        ...request,
        ...through,
        path: url.href,
        headers: { ...request.headers, ...through.headers },
      }),
      body,
    );
  const socket = await tunnel(url, through);
  const createConnection = () => tlsConnect({ socket, ...tls, servername: nameOf(url) });
  // node asks for a connection of one's own only where there is no agent at all.
  return answered(httpsRequest({ ...target, agent: undefined, createConnection }), body);
}

function answered(request: ReturnType<typeof httpRequest>, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.setTimeout(SILENCE, () => request.destroy(new NetError("did not answer in time", "ETIMEDOUT")));
    request.on("response", resolve);
    request.on("error", (error) => reject(asNetError(error)));
    request.end(body);
  });
}

/** A connection to a host through a proxy. */
function tunnel(url: URL, proxy: { host: string; port: number; headers: Record<string, string> }): Promise<Socket> {
  const authority = `${url.hostname}:${portOf(url)}`;
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      ...proxy,
      method: "CONNECT",
      path: authority,
      headers: { Host: authority, ...proxy.headers },
      agent: false,
    });
    request.setTimeout(SILENCE, () => request.destroy(new NetError("the proxy did not answer in time", "ETIMEDOUT")));
    request.on("connect", (answer, socket) => {
      request.setTimeout(0);
      if (answer.statusCode === 200) resolve(socket);
      else {
        socket.destroy();
        reject(new NetError(`the proxy answered ${answer.statusCode}`, "EPROXY"));
      }
    });
    request.on("error", (error) => reject(asNetError(error)));
    request.end();
  });
}

/** The proxy for an address by the variables that all programs use, lower case first; null for none. */
export function proxyFor(url: URL, env: Request["env"]): URL | null {
  const of = (name: string) => env[name.toLowerCase()] || env[name];
  const proxy = of(url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY");
  if (!proxy || isExempt(url, of("NO_PROXY") ?? "")) return null;
  const written = /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  return URL.canParse(written) ? new URL(written) : null;
}

/** This machine itself is never behind a proxy. */
function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, "");
  if (isLoopback(host)) return true;
  return list.split(/[\s,]+/).some((entry) => {
    const [, name = "", port] = /^\*?\.?([^:]*)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (entry === "*") return true;
    if (name === "" || (port !== undefined && Number(port) !== portOf(url))) return false;
    return host === name || host.endsWith(`.${name}`);
  });
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === "") return {};
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { "Proxy-Authorization": `Basic ${Buffer.from(login).toString("base64")}` };
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

/** The name that a certificate is asked for; none for an address. */
function nameOf(url: URL): string {
  return /^[\d.]+$|:/.test(hostOf(url)) ? "" : url.hostname;
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === "https:" ? 443 : 80);
}

export function asNetError(error: unknown): NetError {
  if (error instanceof NetError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return new NetError(WORDS[code] ?? (error instanceof Error ? error.message : String(error)), code);
}

const UNTRUSTED = "shows a certificate that is not trusted (NODE_EXTRA_CA_CERTS names the file of its authority)";
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses the connection",
  ECONNRESET: "broke the connection off",
  ENOTFOUND: "is not known to the name service",
  EAI_AGAIN: "could not be looked up: the name service does not answer",
  EHOSTUNREACH: "cannot be reached",
  ENETUNREACH: "cannot be reached: there is no network",
  ETIMEDOUT: "did not answer in time",
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_HAS_EXPIRED: "shows a certificate that has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "shows a certificate of another name",
};
