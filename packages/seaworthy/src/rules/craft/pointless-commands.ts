import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { callsAny, writtenCalls, writtenRuns } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

/** They ask a person, show what is gone after the build, or change a machine that a build is not. */
const POINTLESS = "ssh vim vi nano emacs shutdown reboot service systemctl ps free top htop kill mount ifconfig".split(" ");
/** systemctl without a running system: files are linked, nothing is started. */
const OFFLINE: ReadonlySet<string> = new Set(["enable", "disable", "mask", "unmask", "preset", "set-default", "add-wants"]);

export default defineRule({
  id: "craft/pointless-commands",
  claim: "no RUN calls what makes no sense in a build",
  why: "A build has no terminal, no services and no processes that live on: what these commands do is gone when the RUN ends, or never happens.",
  todo: "Delete the call; start services with CMD or an entry script, and look at processes in the running container.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3001"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (!writtenRuns(dockerfile).some((run) => run.script)) return notApplicable("no RUN holds a shell script");
    if (!callsAny(dockerfile, POINTLESS)) return yes("every command makes sense in a build");
    const findings = writtenCalls(dockerfile, ...POINTLESS)
      .filter(({ command, run }) => {
        const { name, words, inside } = command;
        if (inside.includes("function")) return false;
        // A server that one RUN starts for itself is stopped by the same.
        if (name === "kill") return words.every((word) => word.value !== null);
        // What starts a service and goes on uses it: a database that takes its schema, say.
        if (name === "service") return command === run.script?.commands.at(-1) && !words.some((word) => word.value === "stop");
        return name !== "systemctl" || !words.some((word) => OFFLINE.has(word.value ?? ""));
      })
      .map(({ command }) => finding(`${command.name} makes no sense in a build`, placeOf(dockerfile, command)));
    return noOr(findings, () => yes("every command makes sense in a build"));
  },
  examples: [
    {
      title: "started with the container",
      says: "yes",
      files: 'FROM nginx:1.29-alpine\nRUN nginx -t\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    { title: "a service", says: "no", files: "FROM debian:13-slim\nRUN «service nginx start»\n" },
  ],
});
