import { buildOfTask, most } from "./builds.js";
import type { ScheduledBuild } from "./ci.js";
import { longestGapDays } from "./cron.js";
import type { Task, Trigger } from "./task.js";
import type { Workflow } from "./workflow.js";

/** What a workflow's schedules build: one entry for each cron line. */
export function schedulesOf(workflow: Workflow, tasksOn: (trigger: Trigger) => readonly Task[]): readonly ScheduledBuild[] {
  const triggers = workflow.triggers.filter((trigger) => trigger.event === "schedule");
  return workflow.crons.flatMap((cron, index): readonly ScheduledBuild[] => {
    const trigger = triggers[index];
    if (!trigger) return [];
    return [
      {
        cron: cron.value,
        everyDays: longestGapDays(cron.value),
        place: cron.place,
        ...outcome(tasksOn(trigger)),
      },
    ];
  });
}

/** Whether these tasks build and publish, and why. */
export function outcome(tasks: readonly Task[]): Pick<ScheduledBuild, "builds" | "publishes" | "because"> {
  let builds: boolean | null = false;
  let publishes: boolean | null = false;
  let pulls: boolean | null = null;
  let skipped = "";
  let program = "";
  let started = "";
  for (const task of tasks) {
    const build = buildOfTask(task);
    if (task.runs.says !== false && program === "") program = unreadProgram(task);
    if (task.runs.says !== false && started === "") started = startsPipelines(task);
    if (!build.builds && build.publishes === false) continue;
    if (task.runs.says === false) {
      if (build.builds) skipped = task.runs.because;
      continue;
    }
    if (build.builds) {
      if (task.runs.says === null) skipped = task.runs.because;
      builds = most(builds, task.runs.says);
      pulls = most(pulls, build.pulls);
    }
    if (build.publishes !== false) publishes = most(publishes, task.runs.says === null ? null : build.publishes);
  }
  if (builds === false && program !== "") {
    return { builds: null, publishes: null, because: `${program} may build an image, and is not read` };
  }
  if (builds === false && started !== "") {
    return { builds: null, publishes: null, because: `${started} may start the pipeline that builds an image` };
  }
  if (builds === false)
    return { builds, publishes: false, because: skipped === "" ? "nothing that the schedule runs builds an image" : skipped };
  if (builds === null) return { builds, publishes, because: skipped };
  const shipped =
    publishes === true
      ? "builds and publishes an image"
      : publishes === null
        ? "builds an image"
        : "builds an image and publishes none";
  // A build that finds its base in a cache keeps the base as it was.
  return { builds, publishes, because: pulls === false ? `${shipped}; \`pull: true\` would make sure of a fresh base` : shipped };
}

/** What a task does for which other pipelines run: a tag that is pushed, a release, a run that is asked for; "" when there is none. */
function startsPipelines({ action, commands }: Task): string {
  if (action !== null)
    return /(?:repository|workflow)-dispatch|action-gh-release|create-release|tag-action/.test(action) ? `\`${action}\`` : "";
  const tags = commands.some(({ name, words }) => name === "git" && words[1]?.value === "tag");
  for (const { name, words } of commands) {
    const [, verb, second] = words.map(({ value, text }) => value ?? text);
    if (name === "gh" && /^(?:workflow run|release create)$/.test(`${verb} ${second}`)) return `\`gh ${verb} ${second}\``;
    if (name === "git" && verb === "push" && (tags || words.some(({ text }) => /^--(?:follow-)?tags$|refs\/tags\//.test(text))))
      return "a tag that is pushed";
  }
  return "";
}

/** Whether a command with an unknown name may build: it is unknown as a whole, or hands its words on to an engine. */
function speaksOfImages(program: string, words: Task["commands"][number]["words"]): boolean {
  const engine = /^(?:docker|podman|buildah|nerdctl)$/;
  return (
    program.startsWith("${EXPRESSION}") ||
    /docker|podman|buildah/i.test(program) ||
    words.slice(1).some(({ value }) => value !== null && engine.test(value))
  );
}

const INTERPRETERS = new Set([
  "node",
  "python",
  "python3",
  "deno",
  "bun",
  "tsx",
  "ts-node",
  "ruby",
  "php",
  "pwsh",
  "just",
  "task",
  "mage",
  "invoke",
  "bazel",
  "rake",
  "dagger",
]);

/** A program of the project that by its name may build images and was not followed: `node scripts/release.mjs`; "" when there is none. */
function unreadProgram(task: Task): string {
  for (const command of task.commands) {
    const [program] = command.words;
    // Which command it is, a matrix or a variable tells.
    if (program && program.value === null && speaksOfImages(program.text, command.words))
      return program.text.startsWith("${EXPRESSION}")
        ? "what an expression starts"
        : `what \`${program.text.slice(0, 60)}\` starts`;
    const [first, ...rest] = command.words.map((word) => word.value ?? "");
    const local =
      (first?.startsWith("./") && !/\.(?:ba)?sh$|\/(?:mvnw|gradlew)$/.test(first)) || INTERPRETERS.has(command.name ?? "");
    const named = [first ?? "", ...rest].find(
      (word) => /build|docker|image|release|publish|deploy|nightly/i.test(word) && !word.startsWith("-"),
    );
    if (local && named !== undefined) return `\`${[first, ...rest].join(" ").slice(0, 60).trim()}\``;
  }
  return "";
}
