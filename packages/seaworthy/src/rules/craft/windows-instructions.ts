import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { Instruction } from "../../models/dockerfile/ast.js";
import { isWindowsBase } from "../../models/dockerfile/windows.js";
import { writtenInstructions } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/windows-instructions",
  claim: "a Windows container is asked for nothing that Windows lacks",
  why: "Windows has no signals, no owners by uid and no mounts of RUN: the builder refuses the instruction, or it does nothing.",
  todo: "Leave out STOPSIGNAL and `--chown`; hand over with COPY what a mount would bring.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/windows/no-stopsignal", "tally/windows/no-chown-flag", "tally/windows/no-run-mounts"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const stages = dockerfile.stages.filter(({ base }) => isWindowsBase(base)).map(({ index }) => index);
    if (stages.length === 0) return notApplicable("no stage is of Windows");
    const findings = writtenInstructions(dockerfile).flatMap((each) => {
      const fault = stages.includes(each.stage) ? faultOf(each) : null;
      return fault ? [finding(fault.message, placeOf(dockerfile, each), { aliases: [fault.name] })] : [];
    });
    return noOr(findings, () => yes("it is asked for what Windows has"));
  },
  examples: [
    { title: "a plain copy", says: "yes", files: "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY app.exe C:/\n" },
    {
      title: "a signal",
      says: "no",
      files: "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n«STOPSIGNAL SIGTERM»\n",
    },
  ],
});

function faultOf(each: Instruction): { readonly message: string; readonly name: string } | null {
  if (each.keyword === "STOPSIGNAL") return { message: "Windows has no signals", name: "tally/windows/no-stopsignal" };
  if ((each.keyword === "COPY" || each.keyword === "ADD") && each.flags.some(({ name }) => name === "chown"))
    return { message: "Windows has no owners by uid", name: "tally/windows/no-chown-flag" };
  if (each.keyword === "RUN" && each.mounts.length > 0)
    return { message: "Windows containers have no mounts of RUN", name: "tally/windows/no-run-mounts" };
  return null;
}
