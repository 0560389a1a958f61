import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { attestedFilesOf, dockerArchiveOf, type MadeImage, writeFiles } from "../../src/testing/made-image.js";
import { token } from "../../src/testing/tokens.js";
import { run, withProject } from "./run.js";

const hasGit = spawnSync("git", ["--version"]).status === 0;
const DOCKERFILE = 'FROM alpine:3.22\nCOPY . /app\nUSER app\nCMD ["/app/run"]\n';
const KEY = token("ghp_", 36);
const IMAGE: MadeImage = {
  layers: [
    [
      { path: "etc/os-release", content: 'ID=alpine\nVERSION_ID=3.22.1\nPRETTY_NAME="Alpine Linux v3.22"\n' },
      { path: "etc/passwd", content: "root:x:0:0:root:/root:/bin/sh\napp:x:0:0::/:/bin/sh\n" },
    ],
    [{ path: "app/config.yaml", content: `token: ${KEY}\n` }],
  ],
  config: { User: "app", Cmd: ["/app/run"] },
  image: {
    history: [
      { created: "2026-11-01T10:00:00Z", created_by: "ADD rootfs.tar.gz / # buildkit" },
      { created: "2026-11-01T10:00:00Z", created_by: "COPY . /app # buildkit" },
      { created: "2026-11-01T10:00:00Z", created_by: "USER app", empty_layer: true },
      { created: "2026-11-01T10:00:00Z", created_by: 'CMD ["/app/run"]', empty_layer: true },
    ],
  },
};
const FILES = { "tree/Dockerfile": DOCKERFILE, "tree/.dockerignore": ".git\n" };
const ENV = (folder: string) => ({ XDG_CACHE_HOME: join(folder, "cache"), HOME: folder });

function git(cwd: string, ...args: readonly string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  const who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
  const done = spawnSync("git", [...who, ...args], { cwd, env, encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout.trim();
}

async function checked(folder: string, ...more: readonly string[]) {
  const { stdout, stderr, code } = await run(folder, ["check", "tree", "--format", "json", "--no-config", ...more], ENV(folder));
  if (stdout === "") throw new Error(stderr);
  return { code, report: JSON.parse(stdout), stdout };
}
// biome-ignore lint/suspicious/noExplicitAny: a report as JSON
function rulingOf(service: any, rule: string): any {
  // biome-ignore lint/suspicious/noExplicitAny: a report as JSON
  return [...service.items.flatMap((item: any) => item.rulings), ...service.advice].find((one: any) => one.rule === rule);
}

describe("seaworthy check --image", () => {
  it.skipIf(!hasGit)("joins an image that provenance shows to be built from this commit, with the Dockerfile's lines", () =>
    withProject(FILES, async (folder) => {
      const tree = join(folder, "tree");
      git(tree, "init", "-q", "-b", "main");
      git(tree, "add", "-A");
      git(tree, "commit", "-q", "-m", "first");
      const layout = join(folder, "image");
      mkdirSync(layout);
      writeFiles(layout, attestedFilesOf(IMAGE, git(tree, "rev-parse", "HEAD")));
      const { report, stdout, code } = await checked(folder, "--image", layout);
      expect(code).toBe(1);
      expect(stdout).not.toContain(KEY);
      const [service] = report.services;
      expect(service.ship).toMatchObject({ shown: true, because: expect.stringContaining("by its provenance") });
      expect(report.services).toHaveLength(1);
      expect(report.inspected.depths).toEqual(["source", "image"]);
      // As written the user is none of root's; in the image's own passwd it is.
      const user = rulingOf(service, "non-root-user/user");
      expect(user).toMatchObject({ ruling: "no", depth: "image", overruled: [{ depth: "source", ruling: "yes" }] });
      expect(user.findings[0].place).toEqual({
        image: { part: "config", path: "User", written: { file: "Dockerfile", line: 3 } },
      });
      const secret = rulingOf(service, "no-secrets/no-secrets-in-layers");
      expect(secret.findings[0].place.image).toMatchObject({
        path: "/app/config.yaml",
        written: { file: "Dockerfile", line: 2 },
      });

      writeFileSync(join(tree, "other"), "x");
      const dirty = await checked(folder, "--image", layout);
      expect(dirty.report.services[0].ship).toMatchObject({ shown: false, because: expect.stringContaining("not committed") });
    }),
  );

  it("judges an image that is not shown to be this ship beside the source, which it does not change", () =>
    withProject(FILES, async (folder) => {
      const file = join(folder, "image.tar");
      writeFileSync(
        file,
        dockerArchiveOf({
          ...IMAGE,
          config: { ...IMAGE.config, Labels: { "org.opencontainers.image.revision": "0123456789abcdef" } },
        }),
      );
      const { report } = await checked(folder, "--image", file);
      const [service, image] = report.services;
      expect(report.services).toHaveLength(2);
      expect(service.ship.shown).toBe(false);
      expect(rulingOf(service, "non-root-user/user")).toMatchObject({
        ruling: "yes",
        depth: "source",
        overruled: [{ depth: "image", ruling: "no" }],
      });
      expect(rulingOf(service, "no-secrets/no-secrets-in-layers")).toMatchObject({ ruling: "not asked" });
      expect(image.name).toBe(file);
      expect(rulingOf(image, "no-secrets/no-secrets-in-layers")).toMatchObject({ ruling: "no", depth: "image" });
      expect(image.items.every(({ depth }: { depth: string | null }) => depth !== "source")).toBe(true);
      const alone = await run(folder, ["check", "tree", "--no-config", "--image", file], ENV(folder));
      expect(alone.stdout).toContain("not joined, judged by itself: ");
    }));

  it("asks of which service an image is, where that is not clear", () =>
    withProject(
      {
        ...FILES,
        "tree/two/Dockerfile": DOCKERFILE,
        "tree/compose.yaml": "services:\n  one:\n    build: .\n  two:\n    build: two\n  db:\n    image: postgres:17.2\n",
      },
      async (folder) => {
        const file = join(folder, "image.tar");
        writeFileSync(file, dockerArchiveOf(IMAGE));
        const told = async (...images: readonly string[]) =>
          run(folder, ["check", "tree", "--no-config", ...images.flatMap((one) => ["--image", one])], ENV(folder));
        expect(await told(file)).toMatchObject({
          code: 2,
          stderr: expect.stringContaining("of which service? Write --image SERVICE="),
        });
        expect(await told(`three=${file}`)).toMatchObject({ code: 2 });
        expect(await told(`two=${join(folder, "gone.tar")}`)).toMatchObject({
          code: 2,
          stderr: expect.stringContaining("gone.tar is not there"),
        });
        expect(await told(`two=${file}`, `two=${file}`)).toMatchObject({
          code: 2,
          stderr: expect.stringContaining("two images of two"),
        });
        const { report } = await checked(folder, "--image", `two=${file}`);
        expect(report.services.filter((one: { ship?: unknown }) => one.ship).map((one: { name: string }) => one.name)).toEqual([
          "two",
        ]);
      },
    ));
});
