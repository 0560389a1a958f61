import type { IncomingMessage } from "node:http";
import { asNetError, NetError, type Request, send } from "../net/http.js";

export interface Answer {
  readonly status: number;
  /** By its lower-case name; null where the server does not send it. */
  header(name: string): string | null;
  readonly body: IncomingMessage;
}

const MOST_REDIRECTS = 5;

/** One file from the web, redirects followed, never from https to http. Throws NetError. */
export async function get(address: string, headers: Readonly<Record<string, string>>, env: Request["env"]): Promise<Answer> {
  let url = new URL(address);
  for (let left = MOST_REDIRECTS; ; left--) {
    const body = await send(url, { headers, env });
    const { statusCode = 0, headers: given } = body;
    if (statusCode >= 300 && statusCode < 400 && statusCode !== 304 && given.location) {
      body.destroy();
      const next = URL.canParse(given.location, url.href) ? new URL(given.location, url) : null;
      if (!next || left === 0) throw new NetError("leads in circles", "EREDIRECT");
      if (url.protocol === "https:" && next.protocol !== "https:") throw new NetError("leads from https to http", "EREDIRECT");
      url = next;
      continue;
    }
    return {
      status: statusCode,
      header: (name) => {
        const value = given[name];
        return Array.isArray(value) ? (value[0] ?? null) : (value ?? null);
      },
      body,
    };
  }
}

/** The whole of a small body. Throws NetError, also for one that is larger than `most` bytes. */
export async function wholeOf(body: IncomingMessage, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of body) {
      pieces.push(piece as Buffer);
      size += (piece as Buffer).length;
      if (size > most) throw new NetError(`sends more than ${Math.round(most / 1024 / 1024)} MB`, "ETOOLARGE");
    }
  } catch (error) {
    throw asNetError(error);
  } finally {
    body.destroy();
  }
  return Buffer.concat(pieces);
}
