import { type Finding, finding, noOr, notApplicable, type Unknown, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import type { App } from "../../models/app/app.js";
import { productionInstall } from "../../models/dockerfile/edit/installs.js";
import { appBuilds } from "../../models/project/app-builds.js";
import { type DependencyKind, dependencyTrees } from "../../models/project/dependency-trees.js";
import { defineRule } from "../../rule.js";

const MANIFESTS: Readonly<Record<DependencyKind, RegExp>> = {
  node: /package\.json$/,
  python: /pyproject\.toml$|Pipfile$/,
  php: /composer\.json$/,
  ruby: /^$/,
};

const REMEDY: Readonly<Record<string, string>> = {
  npm: "npm ci --omit=dev",
  yarn: "yarn install --production, or yarn workspaces focus --production",
  pnpm: "pnpm install --prod --frozen-lockfile",
  bun: "bun install --production",
  poetry: "poetry install --only main",
  pipenv: "pipenv sync",
  uv: "uv sync --locked --no-dev",
  pdm: "pdm sync --prod",
  composer: "composer install --no-dev",
  bundler: "BUNDLE_WITHOUT=development:test",
};

/** Whether the app's manifests name development dependencies; null when none of that kind was read. */
function declares(app: App | null, kind: DependencyKind): boolean | null {
  const manifests = app?.manifests.filter(({ path }) => MANIFESTS[kind].test(path)) ?? [];
  if (manifests.length === 0) return null;
  return manifests.some(({ devDependencies }) => devDependencies.size > 0);
}

export default defineRule({
  id: "multi-stage-build/production-dependencies",
  claim: "no development dependencies reach the shipped stage",
  why: "Test runners, compilers and linters are often more than half of what is installed: weight in each pull, and vulnerabilities in code that production never runs.",
  todo: "Install for production in the shipped stage (`npm ci --omit=dev`, `composer install --no-dev`, `uv sync --no-dev`), or copy the dependencies from a stage that installs only those; prune in the builder, not in the last stage.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/php/composer-no-dev-in-production", "tally/ruby/missing-bundle-without-development"],
  source(service) {
    const { dockerfile, stage, app } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const file = dockerfile.path;
    const findings: Finding[] = [];
    let open: Unknown | null = null;
    let seen = 0;
    for (const { kind, manager, production, range, below, manifest } of dependencyTrees(stage)) {
      seen += 1;
      if (production === true && below === null) continue;
      const place = { file, range: production === true && below ? below : range };
      if (manifest !== null) {
        findings.push(finding(`${manifest} brings what only development needs`, place));
        continue;
      }
      const declared = declares(app, kind);
      if (declared === false) continue;
      if (production === null)
        open ??= unknown(`whether ${manager} leaves development dependencies out depends on what is not known`, place);
      else if (declared === null)
        open ??= unknown(`${manager} installs development dependencies too, if the manifest names any: it was not read`, place);
      else if (production === true)
        findings.push(
          finding(`development dependencies are removed in a later layer: the one of ${manager} still holds them`, place),
        );
      else
        findings.push(
          finding(`${manager} installs development dependencies, which ship (\`${REMEDY[manager] ?? "without dev"}\`)`, place),
        );
    }
    return noOr(findings, () => {
      if (open) return open;
      return seen > 0 ? yes("only production dependencies ship") : notApplicable("no dependencies with a development part ship");
    });
  },
  fix({ dockerfile, stage }, _, { findings }) {
    const how = {
      title: "install what production needs alone",
      safety: "review",
      order: "instruction",
      changes: ["runs"],
    } as const;
    return fixEach(findings, how, ({ range }) => {
      if (!dockerfile || !stage) return null;
      const run = dockerfile.stages
        .flatMap(({ facts }) => facts.runs)
        .find(({ installs }) => installs.some((one) => one.range[0] === range[0]));
      const install = run?.installs.find((one) => one.range[0] === range[0]);
      if (!run || !install) return "what installs them is not plain";
      if (appBuilds(run.stage).length > 0)
        return "the same stage builds the app, and needs them for that: it has to be split first";
      return productionInstall(dockerfile, install);
    });
  },
  examples: [
    {
      title: "production alone",
      says: "yes",
      files: {
        Dockerfile: "FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY server.js ./\n",
        "package.json": '{"dependencies":{"express":"5.1.0"},"devDependencies":{"vitest":"4.0.0"}}',
        "server.js": "",
      },
    },
    {
      title: "copied from a stage that installs all",
      says: "no",
      files: {
        Dockerfile:
          "FROM node:24-slim AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN «npm ci»\nCOPY . .\nRUN npm run build\nFROM node:24-slim\nWORKDIR /app\nCOPY --from=build /app/dist ./dist\nCOPY --from=build /app/node_modules ./node_modules\n",
        "package.json": '{"scripts":{"build":"tsc"},"dependencies":{"express":"5.1.0"},"devDependencies":{"typescript":"5.9.2"}}',
        "index.ts": "",
      },
    },
  ],
});
