// How long it takes to read an image that was never seen, and one that was: whole processes, in turn, so that a drift of the machine hits all.
// Usage: node bench/image-cold.mjs LAYER.tar[,LAYER.tar…] [RUNS] [SNYK_DOCKER_PLUGIN_DIR]
// The layers become an OCI layout with gzip and a docker-archive without. The floor is bench/image-floor.mjs over the same blobs: what Node
// needs to unpack and hash them. snyk-docker-plugin is asked where its folder is given, trivy, syft and dive where they are on the PATH.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { build } from "esbuild";
import { misused } from "./engine.mjs";

const [given, runs = "9", snyk] = process.argv.slice(2);
if (!given) misused("node bench/image-cold.mjs LAYER.tar[,LAYER.tar…] [RUNS] [SNYK_DOCKER_PLUGIN_DIR]");
const here = fileURLToPath(new URL(".", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "seaworthy-bench-"));

async function digestOf(path) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** An OCI layout with gzip, and the files of a docker-archive, of the same layers. */
async function images(tars) {
  const blobs = join(root, "oci/blobs/sha256");
  mkdirSync(blobs, { recursive: true });
  mkdirSync(join(root, "docker"));
  const put = (json) => {
    const bytes = Buffer.from(JSON.stringify(json));
    const hex = createHash("sha256").update(bytes).digest("hex");
    writeFileSync(join(blobs, hex), bytes);
    return { digest: `sha256:${hex}`, size: bytes.length };
  };
  const layers = [];
  const names = [];
  const diffIds = [];
  for (const [i, tar] of tars.entries()) {
    diffIds.push(`sha256:${await digestOf(tar)}`);
    const packed = join(blobs, `packed-${i}`);
    await pipeline(createReadStream(tar), createGzip({ level: 6 }), createWriteStream(packed));
    const hex = await digestOf(packed);
    spawnSync("mv", [packed, join(blobs, hex)]);
    layers.push({
      mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
      digest: `sha256:${hex}`,
      size: statSync(join(blobs, hex)).size,
    });
    const name = `${diffIds[i].slice(7)}/layer.tar`;
    mkdirSync(join(root, "docker", diffIds[i].slice(7)));
    spawnSync("cp", [tar, join(root, "docker", name)]);
    names.push(name);
  }
  const history = tars.map(() => ({ created: "2026-01-01T00:00:00Z", created_by: "COPY . /" }));
  const created = "2026-01-01T00:00:00Z";
  const image = {
    architecture: "amd64",
    os: "linux",
    created,
    config: {},
    rootfs: { type: "layers", diff_ids: diffIds },
    history,
  };
  const config = { mediaType: "application/vnd.oci.image.config.v1+json", ...put(image) };
  const manifest = put({ schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json", config, layers });
  writeFileSync(
    join(root, "oci/index.json"),
    JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType: "application/vnd.oci.image.manifest.v1+json", ...manifest }] }),
  );
  writeFileSync(join(root, "oci/oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
  const configName = `${config.digest.slice(7)}.json`;
  writeFileSync(join(root, "docker", configName), JSON.stringify(image));
  writeFileSync(
    join(root, "docker/manifest.json"),
    JSON.stringify([{ Config: configName, RepoTags: ["bench:1"], Layers: names }]),
  );
  const pack = (name, files) => spawnSync("tar", ["-cf", join(root, `${name}.tar`), "-C", join(root, name), ...files]);
  pack("docker", [...names, configName, "manifest.json"]);
  pack("oci", readdirSync(join(root, "oci")));
  return {
    packed: layers.map(({ digest }) => join(blobs, digest.slice(7))),
    plain: names.map((name) => join(root, "docker", name)),
  };
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function time([command, ...args]) {
  const began = process.hrtime.bigint();
  const { status, error, stderr } = spawnSync(command, args, { stdio: ["ignore", "ignore", "pipe"], maxBuffer: 1 << 28 });
  if (error || status !== 0)
    throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? stderr.toString().slice(0, 500)}`);
  return Number(process.hrtime.bigint() - began) / 1e6;
}

const onPath = (program) => spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;

try {
  const { packed, plain } = await images(given.split(","));
  const reader = join(root, "reader.cjs");
  await build({
    stdin: {
      contents: `import { readImage } from "./io/image/read-image.js";
        readImage(process.argv[2], { today: "2026-01-01", cache: process.argv[3] ?? null, wanted: ["**/package.json", "/var/lib/dpkg/status"] })
          .then((image) => { if (image.unread.length > 0 || image.files.count === 0) throw new Error(JSON.stringify(image.unread)); });`,
      resolveDir: join(here, "../packages/seaworthy/src"),
      loader: "ts",
    },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile: reader,
    logLevel: "error",
  });
  const snykScript = join(root, "snyk.cjs");
  if (snyk)
    writeFileSync(
      snykScript,
      `const { scan } = require(${JSON.stringify(join(snyk, "node_modules/snyk-docker-plugin"))}); scan({ path: process.argv[2] }).catch((error) => { console.error(error); process.exit(1); });`,
    );
  const node = process.execPath;
  const floor = join(here, "image-floor.mjs");
  const cache = join(root, "cache/seaworthy");
  const commands = {
    "node -e 0": [node, "-e", "0"],
    "floor, gzip": [node, floor, ...packed],
    "gzip OCI archive": [node, reader, join(root, "oci.tar")],
    "floor, plain": [node, floor, ...plain],
    "plain docker-archive": [node, reader, join(root, "docker.tar")],
    "gzip OCI archive, known": [node, reader, join(root, "oci.tar"), cache],
    ...(snyk
      ? {
          "snyk-docker-plugin, gzip": [node, snykScript, `oci-archive:${join(root, "oci.tar")}`],
          "snyk-docker-plugin, plain": [node, snykScript, `docker-archive:${join(root, "docker.tar")}`],
        }
      : {}),
    ...(onPath("trivy")
      ? { trivy: ["trivy", "image", "--offline-scan", "--skip-db-update", "--input", join(root, "oci.tar")] }
      : {}),
    ...(onPath("syft") ? { syft: ["syft", "scan", `oci-archive:${join(root, "oci.tar")}`] } : {}),
    ...(onPath("dive") ? { dive: ["dive", "--ci", `docker-archive://${join(root, "docker.tar")}`] } : {}),
  };
  for (const command of Object.values(commands)) time(command);
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run < Number(runs); run++)
    for (const [name, command] of Object.entries(commands)) times[name].push(time(command));
  const against = {
    "gzip OCI archive": "floor, gzip",
    "plain docker-archive": "floor, plain",
    "gzip OCI archive, known": "node -e 0",
    "snyk-docker-plugin, gzip": "gzip OCI archive",
    "snyk-docker-plugin, plain": "plain docker-archive",
  };
  const megabytes = (paths) => Math.round(paths.reduce((sum, path) => sum + statSync(path).size, 0) / 1024 / 1024);
  console.log(
    `${megabytes(packed)} MB gzip, ${megabytes(plain)} MB plain, ${runs} runs, ${readFileSync("/proc/loadavg", "utf8").split(" ")[0]} load`,
  );
  for (const [name, list] of Object.entries(times)) {
    const other = against[name];
    // Pairs of the same round: the median of their ratios stands a drift that the ratio of medians does not.
    const ratio = other ? median(list.map((ms, i) => ms / times[other][i])).toFixed(2) : "";
    console.log(`${name.padEnd(28)} ${median(list).toFixed(0).padStart(7)} ms ${other ? `${ratio} × ${other}` : ""}`);
  }
} finally {
  rmSync(root, { recursive: true });
}
