import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { NEEDLESS_PACKAGES, VERSION_CONTROL } from "../../knowledge/tools.js";
import { withoutWord } from "../../models/dockerfile/edit/installs.js";
import { packagePlace } from "../../models/image/place.js";
import { keptPackages } from "../../models/shell/kept-packages.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "minimal-base-image/no-debug-tools",
  claim: "no editors, remote shells, debuggers, network tools or version control are installed in the shipped stage",
  why: "Whoever breaks into the app finds these tools ready for use, and each is one more package to patch. For a look inside there are debug containers that bring their own tools.",
  todo: "Leave them out of the last stage; look inside with `docker debug` or `kubectl debug`, and fetch sources in a build stage.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const file = dockerfile.path;
    const findings: Finding[] = [];
    for (const run of stage.facts.runs) {
      for (const { name, word } of keptPackages(run)) {
        const kind = VERSION_CONTROL.has(name) ? "version control" : NEEDLESS_PACKAGES.get(name);
        // sudo and doas are the claim of a rule of their own.
        if (kind === undefined || kind === "privilege") continue;
        findings.push(finding(`${name} (${kind}) ships with the app`, { file, range: word.range }));
      }
    }
    return noOr(findings, () => yes("no such tool is installed in the shipped stage"));
  },
  image(image) {
    const system = image.packages.filter(({ kind }) => kind === "deb" || kind === "apk" || kind === "rpm");
    const own = system.filter(({ layer }) => layer === null || image.layers[layer]?.fromBase !== true);
    const findings = own.flatMap((one) => {
      const kind = VERSION_CONTROL.has(one.name) ? "version control" : NEEDLESS_PACKAGES.get(one.name);
      if (kind === undefined || kind === "privilege") return [];
      return [finding(`${one.name} (${kind}) ships with the app`, packagePlace(image, one))];
    });
    return noOr(findings, () => {
      if (image.unread.length > 0) return unknown("not all of the image could be read");
      return system.length > 0
        ? yes("no such tool is among the packages")
        : notApplicable("the image has no packages of a system");
    });
  },
  fix({ dockerfile, stage }, _, { findings }) {
    const how = { title: "leave out what people alone use", safety: "review", order: "line", changes: ["runs"] } as const;
    return fixEach(findings, how, ({ range: [start] }) => {
      const run = stage?.facts.runs.find(({ installs }) =>
        installs.some(({ packages }) => packages.some(({ word }) => word.range[0] === start)),
      );
      const install = run?.installs.find(({ packages }) => packages.some(({ word }) => word.range[0] === start));
      const named = install?.packages.find(({ word }) => word.range[0] === start);
      if (!dockerfile || !stage || !install || !named) return null;
      const used = stage.facts.runs.some(({ script }) => script?.commands.some(({ name }) => name === named.name) === true);
      if (used) return `the build calls ${named.name}`;
      return withoutWord(dockerfile, install, named.word);
    });
  },
  examples: [
    {
      title: "only what the app calls",
      says: "yes",
      files: "FROM alpine:3.23\nRUN apk add --no-cache ca-certificates tini\n",
    },
    { title: "an editor", says: "no", files: "FROM alpine:3.23\nRUN apk add --no-cache tini «vim»\n" },
  ],
});
