import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf, type SourcePlace } from "../../core/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/shell-in-scratch",
  claim: "no RUN asks for a shell where there is none",
  why: "An image from scratch has no /bin/sh: a RUN in shell form stops the build with `no such file or directory`.",
  todo: 'Do the work in a stage with a shell and copy the result, or run a program that was copied in: `RUN ["/app", "--setup"]`.',
  weight: "advised",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/shell-run-in-scratch"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const bare: SourcePlace[] = [];
    const filled: SourcePlace[] = [];
    let runs = 0;
    for (const stage of dockerfile.stages) {
      if (stage.base.kind !== "scratch") continue;
      const below = stage.parent?.effectiveInstructions ?? [];
      let filledBy = below.some(brings);
      for (const each of stage.instructions) {
        if (brings(each)) filledBy = true;
        if (each.keyword !== "RUN") continue;
        runs += 1;
        if (!each.json) (filledBy || each.mounts.length > 0 ? filled : bare).push(placeOf(dockerfile, each));
      }
    }
    const findings = bare.map((place) => finding("this RUN needs a shell, and nothing has been put into the empty image", place));
    return noOr(findings, () => {
      if (filled[0]) return unknown("whether what was copied brings a shell is not known", filled[0]);
      return runs > 0 ? yes("what is run is named without a shell") : notApplicable("nothing is run in an image from scratch");
    });
  },
  examples: [
    { title: "without a shell", says: "yes", files: 'FROM scratch\nCOPY app /app\nRUN ["/app", "--setup"]\n' },
    { title: "with one", says: "no", files: "FROM scratch\n«RUN echo app:x:1000: > /etc/passwd»\nCOPY app /app\n" },
  ],
});

/** What may put a shell into the image, or choose another. */
function brings({ keyword }: { readonly keyword: string }): boolean {
  return keyword === "COPY" || keyword === "ADD" || keyword === "SHELL";
}
