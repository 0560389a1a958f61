import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { frozenInstall } from "../../models/dockerfile/edit/installs.js";
import { buildStages } from "../../models/project/build-stages.js";
import { manifestInstalls } from "../../models/project/locked-installs.js";
import type { Manager } from "../../models/shell/packages.js";
import { defineRule } from "../../rule.js";

/** What enforces the lockfile, by manager. */
const ENFORCES: Partial<Record<Manager, string>> = {
  npm: "`npm ci`",
  yarn: "`yarn install --frozen-lockfile` (from version 2 on `--immutable`)",
  pnpm: "`pnpm install --frozen-lockfile`",
  bun: "`bun install --frozen-lockfile`",
  pipenv: "`pipenv install --deploy` or `pipenv sync`",
  uv: "`uv sync --locked`",
  cargo: "`cargo build --locked`",
  bundler: "`bundle config set deployment true`",
};

export default defineRule({
  id: "pinned-versions/frozen-lockfile",
  claim: "the install fails when manifest and lockfile disagree, instead of resolving anew",
  why: "`npm install` and its like mend a stale lockfile in silence: the image then holds versions that no commit names.",
  todo: "Use the command that enforces the lockfile: `npm ci`, `yarn install --frozen-lockfile`, `uv sync --locked`, `cargo build --locked`.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  source(service) {
    if (service.foreign) return notApplicable("the image is not built here");
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const installs = manifestInstalls(service).filter(
      ({ install, locked }) => ENFORCES[install.manager] && (locked.kind === "lockfile" || install.frozen === true),
    );
    if (installs.length === 0) return notApplicable("no install uses a lockfile that could be enforced");
    const found = installs
      .filter(({ install }) => install.frozen === false)
      .map(({ install }) =>
        finding(`${install.manager} may change what the lockfile says: ${ENFORCES[install.manager]} would fail instead`, {
          file: dockerfile.path,
          range: install.range,
        }),
      );
    return noOr(found, () => {
      const open = installs.find(({ install }) => install.frozen === null);
      return open
        ? unknown(`whether ${open.install.manager} enforces the lockfile depends on its settings`, {
            file: dockerfile.path,
            range: open.install.range,
          })
        : yes("the lockfile is enforced");
    });
  },
  fix({ dockerfile, stage }, _, { findings }) {
    const how = { title: "install exactly what the lockfile says", safety: "review", order: "line", changes: ["runs"] } as const;
    return fixEach(findings, how, ({ range }) => {
      const runs = dockerfile && stage ? buildStages(dockerfile, stage).flatMap(({ facts }) => facts.runs) : [];
      const install = runs.flatMap(({ installs }) => installs).find((one) => one.range[0] === range[0]);
      return dockerfile && install ? frozenInstall(dockerfile, install) : null;
    });
  },
  examples: [
    {
      title: "npm ci",
      says: "yes",
      files: {
        Dockerfile: 'FROM node:22.12.0-slim\nCOPY package.json package-lock.json ./\nRUN npm ci\nCMD ["node", "a.js"]\n',
        "package.json": "{}",
        "package-lock.json": "{}",
      },
    },
    {
      title: "npm install",
      says: "no",
      files: {
        Dockerfile: 'FROM node:22.12.0-slim\nCOPY package.json package-lock.json ./\nRUN «npm install»\nCMD ["node", "a.js"]\n',
        "package.json": "{}",
        "package-lock.json": "{}",
      },
    },
  ],
});
