import type { Stage } from "../dockerfile/dockerfile.js";
import { baseName } from "./paths.js";

/** Whether a script by this name is the base's: the one of its ENTRYPOINT, and nothing of that name is copied over it. */
export function isOfBase(stage: Stage, entrypoint: readonly string[], written: string): boolean {
  const name = baseName(written);
  if (
    stage.facts.copies.some(
      ({ from, sources, destination }) =>
        from.kind !== "stage" && [...sources, destination ?? ""].some((path) => baseName(path) === name),
    )
  )
    return false;
  if (written === "docker-php-entrypoint") return true;
  return entrypoint.some(
    (word) =>
      word === written || (baseName(word) === name && /^(?:\/usr\/local\/bin\/)?[^/]+$/.test(written) && !/^\/[^/]+$/.test(word)),
  );
}

/** Red Hat's images of Java: these scripts work out the options of the JVM and hand over to it by exec. */
export function isRunJava({ base, facts }: Stage, written: string): boolean {
  if (base.kind !== "image" || !/(?:^|\/)ubi\d+\/openjdk-/.test(base.reference.name)) return false;
  if (!/^(?:\/opt\/jboss\/container\/java\/run\/run-java\.sh|\/usr\/local\/s2i\/run)$/.test(written)) return false;
  return !facts.copies.some(({ destination }) => destination !== null && /^\/(?:opt\/jboss|usr\/local\/s2i)/.test(destination));
}
