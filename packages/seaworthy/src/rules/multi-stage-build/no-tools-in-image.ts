import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { builtTools, unreadPart } from "../../models/image/build-tools.js";
import { instructionOf } from "../../models/image/instruction.js";
import { filePlace, packagePlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

const MOST = 10;

export default defineRule({
  id: "multi-stage-build/no-tools-in-image",
  claim: "the image holds no compiler, build tool or SDK",
  why: "Compilers and SDKs are hundreds of megabytes that production never calls, and they let an intruder build on the spot whatever is missing. What a later layer deletes is still pulled with every image.",
  todo: "Compile in a stage of its own and copy the result into a runtime image: `COPY --from=build /app /app`. Where the base brings the tools, take its slim or runtime edition.",
  weight: "required",
  level: "warning",
  since: "0.2.0",
  subject: "built",
  image(image) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const { packages, programs } = builtTools(image);
    const tools = packages.filter(({ kind }) => kind === "build tool");
    const findings: Finding[] = tools.map(({ package: one }) => {
      const by = one.layer === null ? null : instructionOf(image, one.layer);
      return finding(`the package ${one.name} is a build tool${by ? `, installed by ${by}` : ""}`, packagePlace(image, one));
    });
    // Files of packages are named by their packages.
    if (tools.length === 0)
      for (const { entry, kind } of programs) {
        const by = instructionOf(image, entry.layer);
        findings.push(
          finding(
            `${entry.path} is ${kind === "SDK" ? "an" : "a"} ${kind}${by ? `, made by ${by}` : ""}`,
            filePlace(image, entry),
          ),
        );
      }
    return noOr(findings.slice(0, MOST), () => {
      const unread = unreadPart(image);
      return unread ? unknown(unread) : yes("neither packages nor files of the image are made for building");
    });
  },
  examples: [
    { title: "the program and its libraries", says: "yes", image: { files: { "/app": { mode: 0o755 } } } },
    { title: "the compiler ships", says: "no", image: { files: { "/usr/local/go/bin/go": { mode: 0o755 } } } },
  ],
});
