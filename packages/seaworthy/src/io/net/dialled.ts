import { connect, type Socket } from "node:net";

const CONNECT_MS = 2_000;

/** A connection with a port. Rejects with node's own error codes (ECONNREFUSED…), ETIMEDOUT after two seconds. */
export function dialled(host: string, port: number): Promise<Socket> {
  return new Promise<Socket>((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, allowHalfOpen: true });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(Object.assign(new Error("did not answer in time"), { code: "ETIMEDOUT" }));
    }, CONNECT_MS);
    socket.once("connect", () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
