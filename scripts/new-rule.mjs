// `npm run new-rule item/name`: a rule and its test, ready to be filled in.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const id = process.argv[2] ?? "";
if (!/^[a-z-]+\/[a-z0-9-]+$/.test(id)) {
  console.error("usage: npm run new-rule item/name, as in non-root-user/no-sudo");
  process.exit(2);
}
const path = join(dirname(fileURLToPath(import.meta.url)), "../packages/seaworthy/src/rules", `${id}.ts`);
if (existsSync(path)) {
  console.error(`${id} is there already`);
  process.exit(2);
}
const name = id.split("/")[1];
mkdirSync(dirname(path), { recursive: true });
writeFileSync(
  path,
  `import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "${id}",
  claim: "a sentence that is true when all is well",
  why: "What goes wrong otherwise.",
  todo: "What a person should do.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    if (stage.facts.cmd) return yes("what was seen, and proves it");
    return no(finding("what is wrong here", placeOf(dockerfile, stage.from)));
  },
  examples: [
    { title: "good", says: "yes", files: 'FROM alpine:3.22\\nCMD ["/app"]\\n' },
    { title: "bad", says: "no", files: "«FROM alpine:3.22»\\n" },
  ],
});
`,
);
writeFileSync(
  path.replace(/\.ts$/, ".test.ts"),
  `import { testRule } from "../../testing/test-rule.js";
import rule from "./${name}.js";

testRule(rule, {
  source: {
    yes: ['FROM alpine:3.22\\nENTRYPOINT []\\nCMD ["/app"]\\n'],
    no: ["«FROM alpine:3.21»\\n"],
  },
});
`,
);
console.log(`${path}\nnow: npm run gen`);
