import { Duplex } from "node:stream";
import { pieces } from "../engine/frames.js";

/** Linux's numbers of the errors with which a connection fails, by node's names for them. */
const ERRORS: Readonly<Record<number, string>> = {
  101: "ENETUNREACH",
  104: "ECONNRESET",
  110: "ETIMEDOUT",
  111: "ECONNREFUSED",
  113: "EHOSTUNREACH",
};

/**
 * A connection that a helper made inside of a container's network, as if it were our own: where the container's address means nothing here (an engine on another
 * machine, in a virtual one, or without root).
 * @param attached the streams of a helper that was started with `dial`
 * @param over called once, when the connection is closed
 */
export function relayed(attached: Duplex, over: () => void): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    let open = false;
    const relay = new Duplex({
      allowHalfOpen: true,
      read() {},
      write(chunk, _, done) {
        attached.write(chunk, done);
      },
      final(done) {
        attached.end(done);
      },
      destroy(error, done) {
        attached.destroy();
        over();
        done(error);
      },
    });
    const refuse = (code: string) => {
      reject(Object.assign(new Error(`connect ${code}`), { code }));
      relay.destroy();
    };
    attached.on("error", (error) => (open ? relay.destroy(error) : refuse("ECONNRESET")));
    void (async () => {
      try {
        for await (const { stream, bytes } of pieces(attached)) {
          if (stream !== "stdout" || bytes.length === 0) continue;
          let rest = bytes;
          if (!open) {
            const failure = rest[0] ?? 0;
            if (failure !== 0) return refuse(ERRORS[failure] ?? `errno ${failure}`);
            open = true;
            resolve(relay);
            rest = rest.subarray(1);
          }
          if (rest.length > 0) relay.push(Buffer.from(rest));
        }
      } catch {
        // Told as the end of the stream, or by its error.
      }
      if (!open) return refuse("ECONNRESET");
      relay.push(null);
    })();
  });
}

/** An IPv4 address as the helper takes it: eight hexadecimal digits. */
export function addressDigits(address: string): string {
  return address
    .split(".")
    .map((part) => Number(part).toString(16).padStart(2, "0"))
    .join("");
}
