import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_INPUTS } from "../../models/project/build-plan.js";
import { buildImage } from "./build-image.js";
import type { BuildRequest } from "./build-request.js";
import type { Builder } from "./find-builder.js";

let folder: string;
let builder: Builder;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seaworthy-client-"));
  const program = join(folder, "docker");
  // A client that says again all that it was given, and fails.
  writeFileSync(
    program,
    `#!/bin/sh\ncat > '${folder}/input'\nprintf '#5 [1/2] RUN %s\\n' "$SEAWORTHY_BUILD_SECRET_0" >&2\necho "ERROR: failed with $SEAWORTHY_BUILD_SECRET_0 and $API_TOKEN" >&2\nexit 1\n`,
  );
  chmodSync(program, 0o755);
  builder = { program, command: ["build"], env: { PATH: process.env.PATH }, takesContexts: false };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const request = (parts: Partial<BuildRequest>): BuildRequest => ({
  context: folder,
  dockerfile: { text: "FROM scratch\n" },
  target: null,
  args: new Map(),
  inputs: NO_INPUTS,
  labels: {},
  tag: null,
  ...parts,
});
const build = (parts: Partial<BuildRequest>) => buildImage(request(parts), builder, new AbortController().signal);

describe("a build", () => {
  it("that fails tells why without the secrets that it was given", async () => {
    const secret = { id: "npm", value: "hush-hush-4711", file: null };
    const args = new Map([["API_TOKEN", "also-a-secret"]]);
    await expect(build({ args, inputs: { ...NO_INPUTS, secrets: [secret] } })).rejects.toThrow(
      "the build failed: failed with [masked] and [masked]",
    );
    expect(readFileSync(join(folder, "input"), "utf8")).toBe("FROM scratch\n");
  });

  it("that needs more than the client can is not begun", async () => {
    await expect(build({ inputs: { ...NO_INPUTS, contexts: new Map([["shared", "/p"]]) } })).rejects.toThrow(
      "its additional contexts (shared) need a Docker client with buildx, and there is none on the PATH",
    );
  });
});
