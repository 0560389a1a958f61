// Memory and time for an image of very many files, made on the fly. Usage: node bench/image-memory.mjs [FILES=1000000]
// Prints the largest resident size of the whole process; the archive itself is streamed from a file that is gone at the end.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const count = Number(process.argv[2] ?? 1_000_000);
const root = mkdtempSync(join(tmpdir(), "seaworthy-bench-"));

function header(path, size, type = 0x30) {
  const block = Buffer.alloc(512);
  block.write(path, 0, 100, "latin1");
  block.write("0000644\x000000000\x000000000\0", 100, "latin1");
  block.write(`${size.toString(8).padStart(11, "0")}\0${"0".repeat(11)}\0`, 124, "latin1");
  block.fill(0x20, 148, 156);
  block[156] = type;
  block.write("ustar\x0000", 257, "latin1");
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

try {
  // As node_modules has them: small files, a dozen a folder, names that repeat.
  const layer = join(root, "layer.tar");
  const file = openSync(layer, "w");
  const hash = createHash("sha256");
  let pending = [];
  const flush = () => {
    const bytes = Buffer.concat(pending);
    hash.update(bytes);
    writeSync(file, bytes);
    pending = [];
  };
  for (let i = 0; i < count; i++) {
    const folder = Math.floor(i / 12);
    const name = `srv/app/node_modules/package-${folder % 5000}/lib/part-${Math.floor(folder / 5000)}/module-${i % 12}.${i.toString(36)}.js`;
    const content = Buffer.alloc(512);
    content.write(`module.exports = ${i};\n`);
    pending.push(header(name, `module.exports = ${i};\n`.length), content);
    if (pending.length > 4000) flush();
  }
  pending.push(Buffer.alloc(1024));
  flush();
  closeSync(file);
  const diffId = hash.digest("hex");
  const config = JSON.stringify({
    architecture: "amd64",
    os: "linux",
    rootfs: { type: "layers", diff_ids: [`sha256:${diffId}`] },
  });
  writeFileSync(join(root, "config.json"), config);
  writeFileSync(join(root, "manifest.json"), JSON.stringify([{ Config: "config.json", Layers: ["layer.tar"] }]));
  spawnSync("tar", ["-cf", join(root, "image.tar"), "-C", root, "layer.tar", "config.json", "manifest.json"]);
  rmSync(layer);
  const reader = join(root, "reader.cjs");
  await build({
    stdin: {
      contents: `import { readImage } from "./io/image/read-image.js";
        const began = performance.now();
        const read = async () => {
          const image = await readImage(process.argv[2], { today: "2026-01-01", cache: process.argv[3], wanted: ["**/package.json"] });
          if (image.unread.length > 0) throw new Error(JSON.stringify(image.unread));
          const took = performance.now() - began;
          let seen = 0;
          for (const entry of image.files.entries()) seen += entry.type === "file" ? 1 : 0;
          const { maxRSS } = process.resourceUsage();
          console.log([seen + " files", Math.round(took) + " ms", "all asked after " + Math.round(performance.now() - began) + " ms", Math.round(maxRSS / 1024) + " MB at most"].join(" · "));
        };
        read();`,
      resolveDir: join(import.meta.dirname ?? ".", "../packages/seaworthy/src"),
      loader: "ts",
    },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile: reader,
    logLevel: "error",
  });
  console.log(`${count} files, ${Math.round(statSync(join(root, "image.tar")).size / 1024 / 1024)} MB`);
  for (const [name, args] of [
    ["cold", []],
    ["cold, kept", [join(root, "cache/seaworthy")]],
    ["known", [join(root, "cache/seaworthy")]],
  ]) {
    const { stdout, stderr, status } = spawnSync(process.execPath, [reader, join(root, "image.tar"), ...args], {
      encoding: "utf8",
    });
    console.log(`${name}: ${status === 0 ? stdout.trim() : stderr.slice(-2000)}`);
  }
} finally {
  rmSync(root, { recursive: true });
}
