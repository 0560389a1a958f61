import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run, withProject } from "./run.js";

const hasGit = (() => {
  try {
    execFileSync("git", ["--version"]);
    return true;
  } catch {
    return false;
  }
})();

const OLD = '\ufeffFROM alpine:3.23 as a\r\nMAINTAINER Ann \u00e4\r\nUSER 1000\r\nCMD ["sleep", "9"]';
const NEW = OLD.replace("as a", "AS a").replace("MAINTAINER Ann \u00e4", 'LABEL org.opencontainers.image.authors="Ann \u00e4"');
const ONLY = ["--only", "craft/as-case,craft/maintainer"];

describe("seaworthy fix", () => {
  it("shows what it would change and why, and changes nothing", () =>
    withProject({ Dockerfile: OLD }, async (folder) => {
      const { code, stdout } = await run(folder, ["fix", ...ONLY]);
      expect(stdout).toContain("2 fixes in 1 file proposed");
      expect(stdout).toContain(
        "  + write AS in the case of FROM  craft/as-case · safe\n    why: as is not in the case of FROM\n",
      );
      expect(stdout).toContain(
        '-MAINTAINER Ann \u00e4\n+FROM alpine:3.23 AS a\n+LABEL org.opencontainers.image.authors="Ann \u00e4"\n',
      );
      expect(code).toBe(0);
      expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe(OLD);
    }));

  it("changes the files with --write, byte for byte what is meant, and has nothing to do then", () =>
    withProject({ Dockerfile: OLD }, async (folder) => {
      const { stdout } = await run(folder, ["fix", "--write", ...ONLY]);
      expect(stdout).toContain("2 fixes in 1 file written");
      expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe(NEW);
      expect((await run(folder, ["fix", "--write", ...ONLY])).stdout).toContain("nothing to change");
    }));

  it("says by its exit code whether something is left, and why it is", () =>
    withProject({ Dockerfile: "FROM alpine:latest\n" }, async (folder) => {
      const { code, stdout } = await run(folder, ["fix", "--only", "multi-stage-build,image-scanning/built-recently"]);
      expect(stdout).toContain("nothing to change");
      expect(code).toBe(0);
      const left = await run(folder, ["fix", "--format", "json", "--only", "image-scanning/scan-gate"]);
      expect(left.code).toBe(1);
      expect(JSON.parse(left.stdout)).toMatchObject({ written: false, left: [{ rule: "image-scanning/scan-gate" }] });
      expect(JSON.parse(left.stdout).left[0].because.length).toBeGreaterThan(10);
    }));

  it("asks addresses for checksums with --online, and nobody without", () =>
    withProject({ Dockerfile: "FROM alpine:3.23\nRUN wget -qO- http://get.tools.example/install.sh | sh\n" }, async (folder) => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`);
        response.end("echo hi\n");
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      try {
        const env = { http_proxy: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
        const words = ["fix", "--review", "--format", "json", "--only", "pinned-versions/downloads-pinned"];
        const { left } = JSON.parse((await run(folder, words, env)).stdout);
        expect(left[0].because).toContain("--online");
        expect(asked).toEqual([]);
        const { files } = JSON.parse((await run(folder, [...words, "--online"], env)).stdout);
        expect(files[0].patch).toContain(`${createHash("sha256").update("echo hi\n").digest("hex")}  /tmp/install.sh`);
        expect(asked).toEqual(["GET http://get.tools.example/install.sh"]);
      } finally {
        server.close();
      }
    }));

  it("asks a registry for digests with --online", async () => {
    const manifest = JSON.stringify({ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests: [] });
    const server = createServer((request, response) => {
      const known = request.url === "/v2/acme/base/manifests/1.2.3";
      response.writeHead(known ? 200 : 404, { "content-type": "application/vnd.oci.image.index.v1+json" });
      response.end(known ? manifest : "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const registry = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const dockerfile = `FROM ${registry}/acme/base:1.2.3\nFROM ${registry}/acme/none:1\nCOPY --from=0 /a /a\n`;
    try {
      await withProject({ Dockerfile: dockerfile }, async (folder) => {
        await run(folder, ["fix", "--write", "--online", "--only", "pinned-versions/base-digest"]);
        const digest = createHash("sha256").update(manifest).digest("hex");
        expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe(dockerfile.replace("1.2.3", `1.2.3@sha256:${digest}`));
      });
    } finally {
      server.close();
    }
  });

  it("refuses names that it does not know, stdin, and a file that may not be written", () =>
    withProject({ Dockerfile: OLD }, async (folder) => {
      expect(await run(folder, ["fix", "--only", "craft/as-cake"])).toMatchObject({ code: 2 });
      expect(await run(folder, ["fix", "-"])).toMatchObject({ code: 2 });
      expect(await run(folder, ["fix", "--format", "sarif"])).toMatchObject({ code: 2 });
      expect(await run(folder, ["fix", "--lockfiles"])).toMatchObject({
        code: 2,
        stderr: "seaworthy: --lockfiles changes what is installed: it goes with --review\n",
      });
      chmodSync(join(folder, "Dockerfile"), 0o444);
      const { code, stderr } = await run(folder, ["fix", "--write", ...ONLY]);
      expect(stderr).toBe("seaworthy: Dockerfile is read-only; nothing was changed\n");
      expect(code).toBe(2);
      expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe(OLD);
    }));

  it.runIf(hasGit)("writes a patch that git applies, in a part of a repository and with unusual names, too", () =>
    withProject(
      {
        'a b/\u00fc"x/Dockerfile': OLD,
        'a b/\u00fc"x/one.Dockerfile': "from alpine:3.23 AS a\n",
      },
      async (folder) => {
        const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
        git("init", "-q");
        git("add", "-A");
        const { stdout } = await run(join(folder, "a b"), ["fix", "--format", "patch", ...ONLY]);
        writeFileSync(join(folder, "p.patch"), stdout);
        git("apply", "--whitespace=nowarn", "p.patch");
        expect(readFileSync(join(folder, 'a b/\u00fc"x/Dockerfile'), "utf8")).toBe(NEW);
        expect(readFileSync(join(folder, 'a b/\u00fc"x/one.Dockerfile'), "utf8")).toBe("from alpine:3.23 as a\n");
      },
    ),
  );

  it("is told with each finding in JSON and SARIF, and not in text", () =>
    withProject({ Dockerfile: OLD }, async (folder) => {
      const json = JSON.parse((await run(folder, ["check", "--format", "json", ...ONLY])).stdout);
      const advice = json.services[0].advice.flatMap((one: { findings: unknown[] }) => one.findings);
      expect(advice).toHaveLength(2);
      expect(advice[0].fixes).toEqual([
        {
          title: "write AS in the case of FROM",
          safety: "safe",
          edits: [{ file: "Dockerfile", range: [OLD.indexOf("as a"), OLD.indexOf("as a") + 2], text: "AS" }],
        },
      ]);
      const sarif = JSON.parse((await run(folder, ["check", "--format", "sarif", ...ONLY])).stdout);
      const [{ description, artifactChanges }] = sarif.runs[0].results[0].fixes;
      expect(description.text).toBe("write AS in the case of FROM");
      expect(artifactChanges).toEqual([
        {
          artifactLocation: { uri: "Dockerfile", uriBaseId: "%SRCROOT%" },
          replacements: [{ deletedRegion: { charOffset: OLD.indexOf("as a"), charLength: 2 }, insertedContent: { text: "AS" } }],
        },
      ]);
    }));
});
