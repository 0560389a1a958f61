import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { isPythonDevelopment } from "../../knowledge/build-programs.js";
import { unreadPart } from "../../models/image/build-tools.js";
import { packagePlace } from "../../models/image/place.js";
import type { Package } from "../../models/package/package.js";
import { packageOf } from "../../models/package/sketch.js";
import { defineRule } from "../../rule.js";

const MOST = 10;
const LANGUAGES: ReadonlySet<string> = new Set(["npm", "pypi", "composer"]);

export default defineRule({
  id: "multi-stage-build/no-dev-packages-in-image",
  claim: "no package in the image serves development alone",
  why: "Test runners, linters and compilers of the app's language are often more files than the app, and each can have the next vulnerability, without ever being called.",
  todo: "Install without them in the stage that ships: `npm ci --omit=dev`, `pnpm install --prod`, `yarn workspaces focus --production`, `composer install --no-dev`; keep pip's tools in a file of requirements of their own.",
  weight: "required",
  level: "warning",
  since: "0.2.0",
  subject: "built",
  image(image) {
    const all = image.packages.filter((one) => LANGUAGES.has(one.kind) && one.ownedBy === null && !isOfManager(one));
    const findings: Finding[] = [];
    for (const one of all) {
      const tool = one.kind === "pypi" && isPythonDevelopment(one.name);
      if (one.development !== true && !tool) continue;
      const because = one.development === true ? "which the manifest needs for development only" : "which serves development";
      findings.push(finding(`${one.name} ${one.version} is in the image, ${because}`, packagePlace(image, one)));
    }
    return noOr(findings.slice(0, MOST), () => {
      const unread = unreadPart(image);
      if (unread) return unknown(unread);
      if (all.length === 0) return notApplicable("the image has no packages of npm, Python or Composer");
      const open = all.filter(({ kind, development }) => kind !== "pypi" && development === null);
      if (open.length > 0)
        return unknown(
          `no manifest or lock in the image says for what ${open[0]?.name} ${open.length > 1 ? `and ${open.length - 1} more are` : "is"} there`,
        );
      return yes(`none of the ${all.length} packages serves development alone`);
    });
  },
  examples: [
    { title: "what the app needs", says: "yes", image: { packages: [packageOf("npm", "express", { development: false })] } },
    {
      title: "the test runner ships",
      says: "no",
      image: {
        packages: [packageOf("npm", "express", { development: false }), packageOf("npm", "vitest", { development: true })],
      },
    },
  ],
});

/** What npm, yarn and corepack bring for themselves. */
function isOfManager({ kind, path }: Package): boolean {
  return (
    kind === "npm" &&
    /\/(?:lib|share|opt)\/(?:[^/]+\/){0,2}?(?:node_modules\/(?:npm|corepack|pnpm|yarn)|nodejs\/(?:npm|corepack)|yarn-v[\d.]+)\//.test(
      path,
    )
  );
}
