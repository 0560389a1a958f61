import type { Stage, StartCommand } from "../dockerfile/dockerfile.js";
import type { Deployment } from "./deployment.js";

/** The words of a start command: those of the exec form, else those of the last command of the text that are known. */
function wordsOf(command: StartCommand | null): readonly string[] {
  if (!command) return [];
  if (command.script) {
    const last = command.script.commands.findLast((one) => !one.inside.includes("substitution"));
    if (last) return last.words.map((word) => word.value ?? word.text);
  }
  return command.form === "exec" ? command.words : (command.words[0] ?? "").split(/\s+/).filter((word) => word !== "");
}

/** The words with which a stage starts, ENTRYPOINT and CMD together; null when the file sets neither. */
export function startOf(stage: Stage): readonly string[] | null {
  const words = [...wordsOf(stage.facts.entrypoint), ...wordsOf(stage.facts.cmd)];
  return words.length > 0 ? words : null;
}

/** All commands that may start a service: the image's and those that its deployments put in their place. */
export function startCommands(stage: Stage, deployments: readonly Deployment[]): readonly (readonly string[])[] {
  const commands = [wordsOf(stage.facts.entrypoint), wordsOf(stage.facts.cmd)];
  for (const deployment of deployments) {
    for (const override of [deployment.entrypoint, deployment.command]) {
      if (!override) continue;
      commands.push(
        typeof override.value === "string" ? override.value.split(/\s+/).filter((word) => word !== "") : override.value,
      );
    }
  }
  return commands.filter((words) => words.length > 0);
}

const NO_PATHS: readonly string[] = Object.freeze([]);

/** The paths that health checks ask over HTTP: of the image, of Compose, of Kubernetes. */
export function probePaths(stage: Stage | null, deployments: readonly Deployment[]): readonly string[] {
  if (deployments.length === 0 && !stage?.facts.healthcheck) return NO_PATHS;
  const paths = new Set<string>();
  const scan = (words: readonly string[]): void => {
    for (const word of words) {
      for (const match of word.matchAll(
        /(?:(https?:\/\/)|(?<![\w./:@-])(?=localhost[:/]|127\.0\.0\.1[:/]))[^/\s"'`?#|;&)]{1,200}(\/[^\s"'`?#|;&)]{0,200})?/g,
      )) {
        const path = match[2] ?? (match[1] ? "/" : undefined);
        if (path) paths.add(path);
      }
    }
  };
  scan(stage?.facts.healthcheck?.command.map((word) => word.text) ?? []);
  for (const { compose, kubernetes } of deployments) {
    scan(compose?.healthcheck?.test?.value ?? []);
    const container = kubernetes?.container;
    for (const probe of [container?.liveness, container?.readiness, container?.startup]) {
      if (probe?.path) paths.add(probe.path.replace(/[?#].*$/, ""));
      scan(probe?.command ?? []);
    }
  }
  return [...paths];
}
