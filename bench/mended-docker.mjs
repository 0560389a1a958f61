// What builds and asks services before and after a fix: used by mended.mjs and mended-naive.mjs.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:http";

/** The stand-in that a base is made of where the engine has none of that name. */
const STAND_INS = [
  [/^node:.*(slim|alpine)/, "node:22.23.3-bookworm-slim"],
  [/^node:/, "node:latest"],
  [/^python:.*slim/, "python:3.11.14-slim-bookworm"],
  [/^python:/, "python:3.8"],
  [/^nginx/, "nginx:1.22.1-bookworm"],
  [/^debian:/, "debian:bookworm-slim"],
];

/** Throws an Error with the last lines of what the client said. */
export function docker(args, env = {}) {
  const { status, stdout, stderr } = spawnSync("docker", args, {
    encoding: "utf8",
    env: { ...process.env, DOCKER_BUILDKIT: "1", ...env },
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`docker ${args[0]}: ${(stderr || stdout).trim().split("\n").slice(-12).join("\n")}`);
  return stdout.trim();
}

/** Ends something; whether it was there does not matter. */
export function quietly(...args) {
  spawnSync("docker", args, { stdio: "ignore" });
}

function isThere(image) {
  return spawnSync("docker", ["image", "inspect", image], { stdio: "ignore" }).status === 0;
}

/** Names stand-ins by what a Dockerfile builds on. @returns the names that were given */
export function giveBases(dockerfile) {
  const given = [];
  for (const [, base] of readFileSync(dockerfile, "utf8").matchAll(/^FROM(?:\s+--\S+)*\s+(\S+)/gim)) {
    const name = base.split("@")[0];
    const from = isThere(name) ? null : STAND_INS.find(([form]) => form.test(name))?.[1];
    if (!from || !isThere(from)) continue;
    docker(["tag", from, name]);
    given.push(name);
  }
  return given;
}

/** `STATUS BODY`, asked again for half a minute while nobody answers. */
export async function ask(port, path, sent = null) {
  for (let left = 120; ; left--) {
    try {
      return await answer(port, path, sent);
    } catch (error) {
      if (left === 0) return `no answer: ${error.code ?? error.message}`;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

function answer(port, path, sent) {
  return new Promise((resolve, reject) => {
    const asked = request({
      host: "127.0.0.1",
      port,
      path,
      method: sent === null ? "GET" : "POST",
      headers: sent === null ? {} : { "content-type": "application/json" },
      agent: false,
      timeout: 10_000,
    });
    asked.on("response", (response) => {
      let text = `${response.statusCode} `;
      response.setEncoding("utf8").on("data", (piece) => {
        text += piece;
      });
      response.on("end", () => resolve(text)).on("error", reject);
    });
    asked.on("timeout", () => asked.destroy(new Error("no answer in time"))).on("error", reject);
    asked.end(sent ?? undefined);
  });
}

/** The users of a container's processes. */
export function usersOf(id) {
  const [, ...processes] = docker(["top", id, "-eo", "pid,uid"]).split("\n");
  return [...new Set(processes.map((line) => line.trim().split(/\s+/)[1]))].join(", ");
}

export function stopped(id) {
  const stopping = performance.now();
  docker(["stop", id]);
  return { stop: (performance.now() - stopping) / 1000, exit: docker(["inspect", "-f", "{{.State.ExitCode}}", id]) };
}

export const TITLES = "app           |           |  size |  rebuild | uid   | stop        | answers";

export function row(name, state, { size, rebuild, uid, stop, exit, answers }, same) {
  return [
    name.padEnd(13),
    state.padEnd(9),
    `${(size / 1e6).toFixed(0)} MB`.padStart(6),
    `${rebuild.toFixed(1)} s`.padStart(8),
    uid.padEnd(5),
    `${stop.toFixed(1)} s, ${exit}`.padEnd(11),
    same ? "the same" : JSON.stringify(answers),
  ].join(" | ");
}
