import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { insertWords } from "../../models/dockerfile/edit/script.js";
import { callsAny, writtenCommands, writtenRuns } from "../../models/dockerfile/written.js";
import { type Download, downloadsOf } from "../../models/shell/downloads.js";
import { shown } from "../../models/shell/options.js";
import { startsAny } from "../../models/shell/script.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/followed-redirects",
  claim: "curl follows redirects where it downloads",
  why: "When the file moves, curl without `-L` writes the page that says so, and succeeds: `-f` does not catch it either. wget and ADD follow by themselves.",
  todo: "Add `-L` (`--location`): `curl -fsSLo /tmp/tool.tgz https://…`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/curl-should-follow-redirects"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (!callsAny(dockerfile, ["curl"])) return notApplicable("curl downloads nothing");
    const findings: Finding[] = [];
    let downloads = 0;
    for (const { script } of writtenRuns(dockerfile)) {
      if (!script || !startsAny(script, ["curl"])) continue;
      for (const download of downloadsOf(script)) {
        if (!isDownload(download)) continue;
        downloads += 1;
        if (!follows(download)) findings.push(finding("curl does not follow redirects", placeOf(dockerfile, download)));
      }
    }
    return noOr(findings, () => (downloads > 0 ? yes("curl follows redirects") : notApplicable("curl downloads nothing")));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "follow redirects", safety: "safe", order: "line", changes: ["runs"] } as const;
    return fixEach(findings, how, ({ range }) => {
      const command =
        dockerfile &&
        writtenCommands(dockerfile).find(({ command: one }) => one.name === "curl" && one.range[0] === range[0])?.command;
      return dockerfile && command ? [insertWords(dockerfile, command, 0, "-L")] : "the call of curl is not plain";
    });
  },
  examples: [
    { title: "with -L", says: "yes", files: "FROM debian:13-slim\nRUN curl -fsSL -o /a.tgz https://example.com/a.tgz\n" },
    { title: "without", says: "no", files: "FROM debian:13-slim\nRUN «curl -fsS -o /a.tgz https://example.com/a.tgz»\n" },
  ],
});

/** By name and by http; an address of numbers is a machine of one's own, another method than GET is no download. */
function isDownload({ command, url }: Download): boolean {
  if (command.name !== "curl" || !url || !/^["']?https?:\/\/(?!\d+\.\d+\.\d+\.\d+(?:[:/]|$))/i.test(url.text)) return false;
  return !command.words.some(({ text }) => /^(?:-X.*|--request(?:=.*)?|-K|--config|--json)$/.test(text));
}

function follows({ command }: Download): boolean {
  return command.words.slice(1).some((word) => /^(?:-[a-zA-Z0-9#]*L|--location|--location-trusted|--follow$)/.test(shown(word)));
}
