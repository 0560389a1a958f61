import { type Answer, finding, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { fixEach, inserted } from "../../core/edit.js";
import type { Image } from "../../models/image/image.js";
import { filePlace } from "../../models/image/place.js";
import { programOf } from "../../models/image/programs.js";
import { type BuiltStart, builtChain, builtStarts } from "../../models/image/start.js";
import type { Service } from "../../models/project/service.js";
import { type Start, startsOf } from "../../models/project/start.js";
import { chainOf } from "../../models/project/start-chain.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "graceful-shutdown/entry-script",
  claim: "entry scripts hand over to the app by exec",
  why: "A script that runs the app as a child stays process 1: the shell does not pass SIGTERM on, and the app is killed with its requests in flight.",
  todo: 'End the script with `exec "$@"` (or `exec` and the command), in every way that it can end.',
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  needs: { start: true },
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    return worst(startsOf(service).map((start) => judge(service, start))) ?? notApplicable("no entry script");
  },
  image(image, _options, ship) {
    if (image.form === "rootfs") return notApplicable("a root file system starts nothing by itself");
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    return worst(builtStarts(image, ship).map((start) => judgeBuilt(image, start))) ?? notApplicable("no entry script");
  },
  fix(_, __, { findings, read }) {
    const how = { title: "hand over to the app by exec", safety: "review", order: "instruction" } as const;
    return fixEach(findings, how, ({ file, range }) => {
      const text = read(file);
      if (text === null || range[1] <= range[0]) return "the script cannot be read";
      return [inserted(file, range[0], "exec ")];
    });
  },
  examples: [
    {
      title: "exec at the end",
      says: "yes",
      files: {
        Dockerfile: 'FROM node:22-slim\nCOPY entry.sh /\nENTRYPOINT ["/entry.sh"]\nCMD ["node", "server.js"]\n',
        "entry.sh": '#!/bin/sh\nset -e\nnode migrate.js\nexec "$@"\n',
      },
    },
    {
      title: "the app as a child",
      says: "no",
      files: {
        Dockerfile: 'FROM node:22-slim\nCOPY entry.sh /\nENTRYPOINT ["/entry.sh"]\n',
        "entry.sh": "#!/bin/sh\nset -e\nnode migrate.js\n«node server.js»\n",
      },
    },
    {
      title: "read out of the image",
      says: "no",
      image: {
        config: { entrypoint: ["/entry.sh"], cmd: ["node", "server.js"] },
        files: { "/entry.sh": { text: '#!/bin/sh\n"$@"\n', mode: 0o755 } },
      },
    },
  ],
});

function judgeBuilt(image: Image, start: BuiltStart): Answer {
  const answers = builtChain(image, start).steps.flatMap((step): Answer[] => {
    if (step.kind === "lost script") {
      const there = programOf(image, step.program) !== null;
      const because = there ? "could not be read" : "is not in the image, or is not executable";
      return [unknown(`\`${step.program}\` ${because}: how it hands over is not known`, start.place)];
    }
    if (step.kind !== "script") return [];
    const { path } = step.script;
    const place = filePlace(image, image.files.resolve(path) ?? { path, layer: -1 });
    if (step.replaced === true) return [yes(`${path} ends in exec`)];
    if (step.replaced === null)
      return [unknown(`how ${path} hands over could not be told: it has several ends, a trap or a sourced file`, place)];
    return [no(finding(`${path} runs the app without exec: its shell stays process 1 and keeps SIGTERM to itself`, place))];
  });
  return worst(answers) ?? notApplicable("no entry script");
}

function judge(service: Service, start: Start): Answer {
  const answers: Answer[] = [];
  for (const step of chainOf(service, start).steps) {
    if (step.kind === "base script") answers.push(yes(`${step.program} of the base hands over by exec`));
    if (step.kind === "lost script")
      answers.push(unknown(`\`${step.program}\` is not a file of the project: how it hands over is not known`, start.place));
    if (step.kind !== "script") continue;
    const { script, replaced } = step;
    if (replaced === true) answers.push(yes(`${script.path} ends in exec`));
    else if (replaced === null)
      answers.push(
        unknown(`how ${script.path} hands over could not be told: it has several ends, a trap or a sourced file`, script.place),
      );
    else
      answers.push(
        no(
          finding(
            `${script.path} runs the app without exec: its shell stays process 1 and keeps SIGTERM to itself`,
            script.place,
          ),
        ),
      );
  }
  return worst(answers) ?? notApplicable("no entry script");
}
