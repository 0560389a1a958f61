import { finding, no, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { builtTools } from "../../models/image/build-tools.js";
import { filePlace, packagePlace } from "../../models/image/place.js";
import { factsOfBase } from "../../models/project/base-facts.js";
import { buildEquipment, isJdk } from "../../models/project/build-equipment.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "multi-stage-build/runtime-base",
  claim: "a Java service ships with a runtime, not with a JDK",
  why: "A JDK is a JRE with a compiler and tools for attaching to processes: more than a hundred megabytes that a running service does not use.",
  todo: "Take the JRE edition for the last stage, such as `eclipse-temurin:21-jre-alpine`, a distroless java image, or a runtime made with jlink.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const { base } = stage;
    const facts = factsOfBase(stage);
    const jdks = buildEquipment(stage).packages.filter(({ kind }) => kind === "jdk");
    const findings = [
      ...(facts && isJdk(facts) && base.kind === "image" ? [finding(`${base.reference.written} is a JDK`, base.place)] : []),
      ...jdks.map(({ name, range }) => finding(`${name} is a JDK`, { file: dockerfile.path, range })),
    ];
    return noOr(findings, () =>
      facts?.language === "java" && facts.purpose !== "sdk"
        ? yes(`${facts.name} is a runtime`)
        : notApplicable("no JDK was found"),
    );
  },
  image(image) {
    const compiler = image.files.named(["javac"]).find((entry) => {
      const target = image.files.resolve(entry.path);
      return target?.type === "file" && (target.mode & 0o111) !== 0;
    });
    const jdk = builtTools(image).packages.find(({ kind }) => kind === "jdk")?.package;
    if (jdk) return no(finding(`the package ${jdk.name} is a JDK`, packagePlace(image, jdk)));
    if (compiler) return no(finding(`${compiler.path} is the compiler of a JDK`, filePlace(image, compiler)));
    if (image.files.named(["java"]).every(({ path }) => !/\/bin\/java$/.test(path)))
      return notApplicable("the image has no Java");
    return image.unread.length > 0 ? unknown("not all of the image could be read") : yes("the Java of the image is a runtime");
  },
  examples: [
    { title: "a JRE", says: "yes", files: "FROM eclipse-temurin:21-jre-alpine\nCOPY app.jar /\n" },
    { title: "a JDK", says: "no", files: "FROM «eclipse-temurin:21»\nCOPY app.jar /\n" },
  ],
});
