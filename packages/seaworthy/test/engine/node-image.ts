import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import type { Engine } from "../../src/io/engine/find-engine.js";
import { archiveOf } from "../../src/io/trial/archive.js";
import type { Missing } from "./tools.js";

/** An image of nothing but the node that runs this, so that it needs no registry and no mirror. */
export interface NodeImage {
  readonly name: string;
  remove(): Promise<void>;
}

/** Imports it into an engine. Its start is `node`; a plan's command says with what. */
export async function nodeImage({ client }: Engine): Promise<NodeImage | Missing> {
  if (process.platform !== "linux") return { because: "an image of this node needs Linux" };
  let libraries: readonly string[];
  try {
    libraries = execFileSync("ldd", [process.execPath], { encoding: "utf8" }).match(/\/\S+/g) ?? [];
  } catch {
    return { because: "what node is linked with is not told: ldd is missing" };
  }
  const file = (from: string, to: string) => ({
    path: to.replace(/^\/+/, ""),
    content: readFileSync(realpathSync(from)),
    mode: 0o755,
  });
  const archive = archiveOf([
    ...libraries.filter((path) => !path.endsWith(":")).map((path) => file(path, path)),
    file(process.execPath, "/usr/local/bin/node"),
    { path: "etc/passwd", content: Buffer.from("root:x:0:0::/:/none\napp:x:1000:1000::/app:/none\n"), mode: 0o644 },
    { path: "app/settings.json", content: Buffer.from("{}"), mode: 0o666, uid: 1000, gid: 1000 },
  ]);
  const tag = randomBytes(4).toString("hex");
  const changes = ["ENV PATH=/usr/local/bin", 'ENTRYPOINT ["node"]', "WORKDIR /app", "USER 1000:1000", "EXPOSE 8080"];
  const answer = (await client.json("POST", "/images/create", {
    query: { fromSrc: "-", repo: "seaworthy-test-node", tag, changes },
    headers: { "Content-Type": "application/x-tar" },
    body: archive,
    silence: 300_000,
  })) as { status: string };
  // Engines differ in what they make of a name.
  const name = answer.status;
  return { name, remove: async () => void (await client.json("DELETE", `/images/${name}`, { query: { force: true } })) };
}
