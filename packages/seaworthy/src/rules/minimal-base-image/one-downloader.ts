import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import type { Range } from "../../core/place.js";
import { callsAny } from "../../models/dockerfile/written.js";
import { keptPackages } from "../../models/shell/kept-packages.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "minimal-base-image/one-downloader",
  claim: "the shipped stage uses curl or wget, not both",
  why: "The two do the same: the second one is weight, and one more program that an attacker finds ready.",
  todo: "Choose one of them for all downloads and health checks.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL4001", "DS-0014"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const first = new Map<string, Range>();
    const called = new Set<string>();
    const calls = callsAny(dockerfile, ["curl", "wget"]);
    const seen = (name: string, range: Range) => first.has(name) || first.set(name, range);
    for (const run of stage.facts.runs) {
      for (const { name, word } of keptPackages(run)) if (name === "curl" || name === "wget") seen(name, word.range);
      if (!calls || run.script === null) continue;
      for (const command of run.script.commands) {
        const { name } = command;
        if (name !== "curl" && name !== "wget") continue;
        seen(name, command.range);
        called.add(name);
      }
    }
    const [one, other] = [...first];
    if (!one) return notApplicable("the shipped stage neither installs nor calls curl or wget");
    if (!other) return yes(`only ${one[0]} is used`);
    return no(
      finding(
        `${other[0]} beside ${one[0]}: one of them is enough`,
        { file: dockerfile.path, range: other[1] },
        called.size > 1 ? {} : { aliases: ["DS-0014"] },
      ),
    );
  },
  examples: [
    {
      title: "curl alone",
      says: "yes",
      files: "FROM alpine:3.23\nRUN apk add --no-cache curl && curl -fO https://example.com/a\n",
    },
    { title: "both", says: "no", files: "FROM alpine:3.23\nRUN apk add --no-cache curl «wget»\n" },
  ],
});
