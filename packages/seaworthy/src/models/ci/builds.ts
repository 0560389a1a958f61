import type { Command } from "../shell/script.js";
import { argumentsOf, Flags } from "./arguments.js";
import { readDockerRun, subcommand } from "./docker-run.js";
import type { Inputs } from "./scan-actions.js";
import type { Task } from "./task.js";

/** A step that builds images, or hands on what was built. */
export interface Build {
  /** True: images are made. */
  readonly builds: boolean;
  /** True: pushed to a registry or deployed; null: it hangs on a setting. */
  readonly publishes: boolean | null;
  /** False: base images may come from a cache of earlier builds as they were. null: it cannot be told. */
  readonly pulls: boolean | null;
}

const NONE: Build = { builds: false, publishes: false, pulls: null };

const tri = (value: string | null | undefined): boolean | null => (value === null ? null : /^true$/i.test((value ?? "").trim()));

/** The most of two answers: yes over unknown over no. */
export function most(one: boolean | null, other: boolean | null): boolean | null {
  return one === true || other === true ? true : one === null || other === null ? null : false;
}

function buildx(inputs: Inputs): Build {
  const outputs = inputs.get("outputs");
  const exported = outputs === null ? null : /type=registry|push=true/.test(outputs ?? "");
  return {
    builds: true,
    publishes: most(tri(inputs.get("push")), exported),
    pulls: most(tri(inputs.get("pull")), tri(inputs.get("no-cache"))),
  };
}

const PUSHED = (): Build => ({ builds: true, publishes: true, pulls: null });

/** Actions that build or push images. */
const ACTIONS: ReadonlyMap<string, (inputs: Inputs) => Build> = new Map<string, (inputs: Inputs) => Build>([
  ["docker/build-push-action", buildx],
  ["depot/build-push-action", buildx],
  ["useblacksmith/build-push-action", buildx],
  ["namespacelabs/nscloud-build-push-action", buildx],
  ["docker/bake-action", buildx],
  ["depot/bake-action", buildx],
  ["redhat-actions/buildah-build", () => ({ builds: true, publishes: false, pulls: null })],
  ["redhat-actions/push-to-registry", () => ({ builds: false, publishes: true, pulls: null })],
  ["elgohr/publish-docker-github-action", PUSHED],
  ["mr-smithers-excellent/docker-build-push", PUSHED],
  ["aevea/action-kaniko", PUSHED],
  ["int128/kaniko-action", buildx],
  ["whoan/docker-build-with-cache-action", PUSHED],
  ["macbre/push-to-ghcr", PUSHED],
  ["jerray/publish-docker-action", PUSHED],
  ["home-assistant/builder", PUSHED],
  ["azure/container-apps-deploy-action", PUSHED],
  ["superfly/flyctl-actions", PUSHED],
  ["goreleaser/goreleaser-action", () => ({ builds: false, publishes: null, pulls: null })],
]);

function docker(args: readonly ReturnType<typeof argumentsOf>[number][]): Build {
  const words = subcommand(args);
  let verbs = words.map((word) => word.value ?? "");
  let rest = words;
  if (verbs[0] === "image" || verbs[0] === "builder") [verbs, rest] = [verbs.slice(1), rest.slice(1)];
  const flags = new Flags(rest);
  const pulls = most(flags.on("--pull"), flags.on("--no-cache"));
  // Only the checks of the build's definition.
  if (flags.on("--check", "--print") === true || flags.value("--call") !== undefined) return NONE;
  switch (verbs[0]) {
    case "build":
    case "bake":
      return { builds: true, publishes: flags.on("--push"), pulls };
    case "buildx": {
      const verb = verbs.slice(1).find((word) => !word.startsWith("-")) ?? "";
      if (verb === "imagetools") return { ...NONE, publishes: true };
      if (!["build", "b", "bake"].includes(verb)) return NONE;
      const output = flags.value("--output", "-o");
      return {
        builds: true,
        publishes: most(flags.on("--push"), output === null ? null : /registry|push=true/.test(output ?? "")),
        pulls,
      };
    }
    case "compose": {
      const verb = verbs.slice(1);
      if (verb.includes("build")) return { builds: true, publishes: flags.on("--push"), pulls };
      if (verb.includes("push")) return { ...NONE, publishes: true };
      return verb.includes("up") || verb.includes("run") ? { ...NONE, builds: flags.on("--build") === true } : NONE;
    }
    case "push":
      return { ...NONE, publishes: true };
    case "stack":
    case "service":
      return { ...NONE, publishes: verbs[1] === "deploy" || verbs[1] === "update" };
    default:
      return NONE;
  }
}

const PROGRAMS = new Set([
  "docker",
  "podman",
  "nerdctl",
  "docker-compose",
  "podman-compose",
  "docker-buildx",
  "buildah",
  "buildctl",
  "buildctl-daemonless.sh",
  "depot",
  "executor",
  "ko",
  "pack",
  "nixpacks",
  "railpack",
  "s2i",
  "gcloud",
  "az",
  "skaffold",
  "earthly",
  "earth",
  "fly",
  "flyctl",
  "mvn",
  "mvnw",
  "gradle",
  "gradlew",
  "skopeo",
  "crane",
  "regctl",
  "kubectl",
  "oc",
  "helm",
]);

/** What a command builds or publishes. */
export function buildOfCommand(command: Command): Build {
  if (command.name === null || !PROGRAMS.has(command.name)) return NONE;
  const args = argumentsOf(command);
  const words = args.map((arg) => arg.value ?? "");
  const verb = words.find((word) => word !== "" && !word.startsWith("-")) ?? "";
  const flags = new Flags(args);
  const built = (publishes: boolean | null): Build => ({ builds: true, publishes, pulls: null });
  switch (command.name) {
    case "docker":
    case "podman":
    case "nerdctl": {
      const container = readDockerRun(command.name, args);
      if (/kaniko-project\/executor|chainguard\/kaniko|osscontainertools\/kaniko/.test(container?.image ?? ""))
        return built(true);
      return docker(args);
    }
    case "docker-compose":
    case "podman-compose":
      return docker([{ text: "compose", value: "compose" }, ...args]);
    case "docker-buildx":
      return docker([{ text: "buildx", value: "buildx" }, ...args]);
    case "buildah":
      return verb === "build" || verb === "bud" || verb === "build-using-dockerfile"
        ? built(false)
        : { ...NONE, publishes: verb === "push" };
    case "buildctl":
    case "buildctl-daemonless.sh":
    case "depot":
      return verb === "build" || verb === "bake" ? built(most(flags.on("--push"), /push=true/.test(words.join(" ")))) : NONE;
    case "executor":
      return built(flags.on("--no-push") === true ? false : flags.value("--destination", "-d") !== undefined);
    case "ko":
      return ["build", "publish", "apply", "resolve", "create"].includes(verb) ? built(flags.on("--local", "-L") !== true) : NONE;
    case "pack":
      return verb === "build" ? built(flags.on("--publish")) : NONE;
    case "nixpacks":
    case "railpack":
    case "s2i":
      return verb === "build" ? built(false) : NONE;
    case "gcloud":
      if (words.includes("builds") && words.includes("submit")) return built(true);
      return words.includes("run") && words.includes("deploy")
        ? { ...NONE, builds: flags.value("--source") !== undefined, publishes: true }
        : NONE;
    case "az":
      return words[0] === "acr" && words[1] === "build" ? built(true) : NONE;
    case "skaffold":
      return ["build", "run"].includes(verb) ? built(true) : NONE;
    case "earthly":
    case "earth":
      return built(flags.on("--push"));
    case "fly":
    case "flyctl":
      return verb === "deploy" ? built(true) : NONE;
    case "mvn":
    case "mvnw":
    case "gradle":
    case "gradlew": {
      const text = words.join(" ");
      if (/\bjib(?::build)?(?:\s|$)|:jib(?:\s|$)/.test(text)) return built(true);
      return /\bjib:dockerBuild|\bjibDockerBuild|spring-boot:build-image|\bbootBuildImage|-Dquarkus\.container-image\.build/.test(
        text,
      )
        ? built(null)
        : NONE;
    }
    case "skopeo":
    case "crane":
    case "regctl":
      return { ...NONE, publishes: verb === "copy" || verb === "push" || verb === "image" };
    case "kubectl":
    case "oc":
      return { ...NONE, publishes: verb === "apply" || verb === "rollout" || (verb === "set" && words.includes("image")) };
    case "helm":
      return { ...NONE, publishes: verb === "upgrade" || verb === "install" };
    default:
      return NONE;
  }
}

/** What a step builds and publishes, all its commands together. */
export function buildOfTask(task: Task): Build {
  if (task.action !== null) return ACTIONS.get(task.action)?.(task.inputs) ?? NONE;
  let sum: Build = NONE;
  for (const command of task.commands) {
    const one = buildOfCommand(command);
    sum = {
      builds: sum.builds || one.builds,
      publishes: most(sum.publishes, one.publishes),
      pulls: one.builds ? (sum.builds ? most(sum.pulls, one.pulls) : one.pulls) : sum.pulls,
    };
  }
  return sum;
}
