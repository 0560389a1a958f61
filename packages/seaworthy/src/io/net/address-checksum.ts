import { createHash } from "node:crypto";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { isLoopback, proxyFor, type Request, send } from "./http.js";

const MOST_REDIRECTS = 5;
/** Bytes; what is larger is no download that a build checks by hand. */
const LARGEST = 2 ** 30;
/** Milliseconds for one address. */
const LONGEST = 300_000;

/**
 * The SHA-256 of what an address serves now, as 64 hexadecimal digits, read to its end and kept nowhere. null: it serves no file, or more than 1 GiB, or
 * it lies on this machine or on its own link, which an inspected file has no business to have asked. Sends no credential.
 */
export async function checksumOfAddress(address: string, env: Request["env"]): Promise<string | null> {
  const deadline = Date.now() + LONGEST;
  let url = URL.canParse(address) ? new URL(address) : null;
  for (let redirects = 0; url && redirects <= MOST_REDIRECTS; redirects++) {
    if (!/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "" || !(await isElsewhere(url, env)))
      return null;
    try {
      const answer = await send(url, { env });
      const { statusCode = 0, headers } = answer;
      if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
        answer.destroy();
        const next: URL | null = URL.canParse(headers.location, url.href) ? new URL(headers.location, url) : null;
        // What was asked over TLS is not taken from a server that nobody vouches for.
        url = next && url.protocol === "https:" && next.protocol !== "https:" ? null : next;
        continue;
      }
      if (statusCode !== 200) {
        answer.destroy();
        return null;
      }
      const hash = createHash("sha256");
      let length = 0;
      for await (const piece of answer) {
        length += (piece as Buffer).length;
        if (length > LARGEST || Date.now() > deadline) return null;
        hash.update(piece as Buffer);
      }
      return answer.complete && length > 0 ? hash.digest("hex") : null;
    } catch {
      return null;
    }
  }
  return null;
}

async function isElsewhere(url: URL, env: Request["env"]): Promise<boolean> {
  // A name with a dot at its end is the same name.
  const host = url.hostname.replace(/^\[|\]$|\.$/g, "").toLowerCase();
  if (isNear(host)) return false;
  // A proxy looks names up itself.
  if (isIP(host) !== 0 || proxyFor(url, env)) return true;
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.length > 0 && !found.some((one) => isNear(one.address));
}

/** This machine, or the link that it is on, where clouds tell machines their credentials. */
function isNear(host: string): boolean {
  return (
    isLoopback(host) ||
    host.endsWith(".localhost") ||
    /^(?:0\.|169\.254\.)/.test(host) ||
    /^(?:::$|::ffff:|fe[89ab][0-9a-f]:|fd00:ec2:)/.test(host)
  );
}
