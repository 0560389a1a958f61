import { type Answer, finding, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import type { Service } from "../../models/project/service.js";
import { type Start, startsOf } from "../../models/project/start.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "structured-logging/unbuffered",
  claim: "Python writes each log line when it is logged",
  why: "Without a terminal Python keeps stdout back in blocks of 8 KB: lines come late, and the last ones before a crash never.",
  todo: "Set `ENV PYTHONUNBUFFERED=1` in the last stage, or start with `python -u`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "deployed",
  source(service) {
    const { stage, dockerfile, app } = service;
    if (service.foreign) return notApplicable("a foreign image");
    if (!stage || !dockerfile) return unknown("the shipped stage could not be read");
    if (app?.language !== "python") return notApplicable("no Python program");
    return worst(startsOf(service).map((start) => answerOf(service, start))) ?? notApplicable("nothing is started");
  },
  examples: [
    {
      title: "unbuffered",
      says: "yes",
      files: {
        Dockerfile: 'FROM python:3.13-slim\nENV PYTHONUNBUFFERED=1\nCOPY . .\nCMD ["python", "main.py"]\n',
        "main.py": 'print("ready")\n',
      },
    },
    {
      title: "lines come late",
      says: "no",
      files: { Dockerfile: 'FROM python:3.13-slim\nCOPY . .\n«CMD ["python", "main.py"]»\n', "main.py": 'print("ready")\n' },
    },
  ],
});

function answerOf({ stage }: Service, { argv, deployment, place }: Start): Answer {
  const set = stage?.facts.env.get("PYTHONUNBUFFERED");
  const deployed = deployment?.env.find(({ name }) => name === "PYTHONUNBUFFERED");
  const value = deployed ? deployed.value : set ? set.value : "";
  if (value === null) return unknown("PYTHONUNBUFFERED is a variable without a known value", set?.place ?? place);
  if (value !== "") return yes("PYTHONUNBUFFERED is set");
  if (argv === null) return unknown("how it is started is not known", place);
  // The text of `sh -c` is taken apart at its blanks: what matters is the option behind the name.
  const words = argv.slice(0, 100).flatMap((word) => word.split(/[\s;&|]+/));
  const at = words.findIndex((word) => /(?:^|\/)python[\d.]*$/.test(word));
  const end = words.findIndex((word, index) => index > at && !word.startsWith("-"));
  const options = at < 0 ? [] : words.slice(at + 1, end < 0 ? undefined : end);
  if (options.some((word) => /^-[a-zA-Z]*u[a-zA-Z]*$/.test(word))) return yes("Python is started with -u");
  return no(
    finding("Python's stdout is buffered: PYTHONUNBUFFERED is not set", place, deployment ? { deployment: deployment.name } : {}),
  );
}
