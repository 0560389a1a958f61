import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Report, Ruling } from "../src/core/report.js";
import { readProjectFrom } from "../src/io/memory.js";
import { RULES } from "../src/rules/index.js";
import { judgeProject, TODAY } from "./judged.js";

const EXAMPLES = resolve(dirname(fileURLToPath(import.meta.url)), "../../../examples");

/** An example as a repository of its own: all its files tracked, `.git` in its root. */
const judge = (name: string): Report => judgeProject(readProjectFrom(filesBelow(join(EXAMPLES, name)), { today: TODAY }));

function filesBelow(root: string, folder = ""): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of readdirSync(join(root, folder))) {
    if (name === "node_modules" || name === "__pycache__" || name === "secrets") continue;
    const path = folder === "" ? name : `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) Object.assign(files, filesBelow(root, path));
    else files[path] = readFileSync(join(root, path), "utf8");
  }
  return files;
}

function rulings(report: Report, rule: string): readonly { readonly service: string; readonly ruling: Ruling }[] {
  return report.services.flatMap((service) =>
    service.items.flatMap((item) =>
      item.rulings.filter((one) => one.rule === rule).map((ruling) => ({ service: service.name, ruling })),
    ),
  );
}

/** Every required rule that reads sources: a new rule must be put in, and have its fault in the naive example. */
const REQUIRED: readonly string[] = [
  "multi-stage-build/copies-artifacts",
  "multi-stage-build/no-build-step",
  "multi-stage-build/no-build-tools",
  "multi-stage-build/production-dependencies",
  "multi-stage-build/uses-stages",
  "non-root-user/deployed-user",
  "non-root-user/user",
  "minimal-base-image/no-package-caches",
  "minimal-base-image/slim-base",
  "minimal-base-image/supported-base",
  "dockerignore/excludes-dependencies",
  "dockerignore/excludes-secrets",
  "dockerignore/excludes-vcs",
  "dockerignore/present",
  "layer-caching/dependencies-first",
  "layer-caching/update-with-install",
  "healthcheck/can-fail",
  "healthcheck/checks-dependencies",
  "healthcheck/declared",
  "healthcheck/endpoint-matches",
  "healthcheck/timings",
  "healthcheck/tool-present",
  "graceful-shutdown/entry-script",
  "graceful-shutdown/exec-form",
  "graceful-shutdown/grace-period",
  "graceful-shutdown/handles-sigterm",
  "graceful-shutdown/no-wrapper",
  "graceful-shutdown/stop-signal",
  "no-secrets/build-secrets",
  "no-secrets/deployed-secrets",
  "no-secrets/no-secret-env",
  "no-secrets/no-secret-files",
  "no-secrets/no-secret-values",
  "no-secrets/no-tracked-env",
  "image-scanning/scan-gate",
  "image-scanning/scheduled-rebuild",
  "structured-logging/json-logger",
  "structured-logging/logging-driver",
  "structured-logging/stdout",
  "least-privilege/capabilities-added",
  "least-privilege/capabilities-dropped",
  "least-privilege/confined",
  "least-privilege/no-devices",
  "least-privilege/no-docker-socket",
  "least-privilege/no-host-namespaces",
  "least-privilege/no-host-paths",
  "least-privilege/no-new-privileges",
  "least-privilege/no-privileged-scripts",
  "least-privilege/not-privileged",
  "least-privilege/read-only-root",
  "least-privilege/writable-paths",
  "pinned-versions/base-tag",
  "pinned-versions/deployed-image",
  "pinned-versions/downloads-pinned",
  "pinned-versions/lockfile",
];

describe("the examples", () => {
  const naive = judge("naive");
  const seaworthy = judge("seaworthy");

  it("the list names every required rule with a source probe", () => {
    const known = RULES.filter((rule) => rule.weight === "required" && rule.source).map((rule) => rule.id);
    expect([...REQUIRED].sort()).toEqual([...known].sort());
  });

  it.each(REQUIRED)("%s: no on the naive project, yes or n/a on its twin", (id) => {
    expect(rulings(naive, id).map(({ ruling }) => ruling.ruling)).toContain("no");
    const catches = RULES.find((rule) => rule.id === id)?.catches === true;
    const wrong = rulings(seaworthy, id).filter(
      ({ ruling }) => !(ruling.ruling === "yes" || ruling.ruling === "n/a" || (catches && ruling.ruling === "unknown")),
    );
    expect(wrong.map(({ service, ruling }) => `${service}: ${ruling.ruling}: ${ruling.because}`)).toEqual([]);
  });

  it("the twin is met on every item", () => {
    const open = seaworthy.services.flatMap((service) =>
      service.items
        .filter((item) => item.verdict !== "met" && !(service.dockerfile === null && item.verdict === "not applicable"))
        .map(
          (item) =>
            `${service.name} ${item.item} ${item.verdict}: ${item.rulings
              .filter((one) => one.ruling !== "yes")
              .map((one) => `${one.rule} ${one.ruling} ${one.because}`)
              .join("; ")}`,
        ),
    );
    expect(open).toEqual([]);
    expect(seaworthy.problems).toEqual([]);
  });

  it("the naive project is unmet on every item in some service", () => {
    const unmet = new Set(
      naive.services.flatMap((service) => service.items.filter((item) => item.verdict === "unmet").map((item) => item.item)),
    );
    expect(unmet.size).toBe(12);
  });
});
