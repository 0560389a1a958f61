import { type Answer, type Finding, finding, noOr, unknown, yes } from "../../core/answer.js";
import { lazy } from "../../core/lazy.js";
import { placeOf, type SourcePlace } from "../../core/place.js";
import { placeholder, secretName } from "../../knowledge/secrets.js";
import type { Pair } from "../../models/dockerfile/ast.js";
import type { Dockerfile, Stage } from "../../models/dockerfile/dockerfile.js";
import { neededStages } from "../../models/dockerfile/needed.js";
import { unquoted } from "../../models/dockerfile/unquoted.js";
import { writtenOf } from "../../models/dockerfile/written.js";
import { mountedArgument } from "../../models/project/build-secret-edit.js";
import type { Service } from "../../models/project/service.js";
import { writtenSecrets } from "../../models/shell/written-secrets.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "no-secrets/build-secrets",
  claim: "the build takes credentials by secret mounts, not by arguments",
  why: "A build argument stands in the history of the image, in the provenance of the build and in the cache: whoever can pull can read it.",
  todo: 'Mount it where it is needed: `RUN --mount=type=secret,id=npm_token NPM_TOKEN="$(cat /run/secrets/npm_token)" npm ci`, and build with `--secret id=npm_token,env=NPM_TOKEN`. For Git over SSH: `--mount=type=ssh`.',
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3064", "SecretsUsedInArgOrEnv", "DS-0031"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const findings: Finding[] = service.deployments.length > 0 ? [...composeArguments(service)] : [];
    let open: Answer | null = null;
    const takesArguments = writtenOf(dockerfile, "ARG").length > 0;
    for (const one of neededStages(dockerfile, stage)) {
      const ships = stage.lineage.includes(one);
      const add = (message: string, place: SourcePlace): void => {
        findings.push(finding(message, place, ships ? {} : { level: "warning" }));
      };
      const uses = lazy(() => usesIn(one));
      let index = -1;
      for (const instruction of takesArguments ? one.instructions : []) {
        index++;
        if (instruction.keyword !== "ARG") continue;
        for (const pair of instruction.pairs) {
          const use = useOf(pair, index, uses);
          if (use === null) continue;
          const place = placeOf(dockerfile, { range: pair.nameRange });
          if (use === "given")
            add(
              `the build argument ${pair.name} ${ships ? "stays in the history of the image" : "stays in the history of a stage and in the provenance of the build"}`,
              place,
            );
          else if (use === "perhaps")
            open ??= unknown(`whether a build gives ${pair.name} a value, which would stay in the image, is not known`, place);
        }
      }
      for (const run of one.facts.runs) {
        // Credentials of a mount that a RUN writes into its layer and does not delete.
        if (run.stage !== one || !run.instruction.mounts.some(({ type }) => type === "secret") || !run.script) continue;
        for (const { target, range } of writtenSecrets(run.script))
          add(`writes a mounted secret to ${target}, where the layer keeps it`, placeOf(dockerfile, { range }));
      }
    }
    return noOr(
      findings,
      () => open ?? yes(mounts(dockerfile, stage) ? "credentials come by secret mounts" : "the build takes no credentials"),
    );
  },
  fix(service, _, { findings, read }) {
    const how = { title: "hand the credential over by a secret mount", safety: "review", order: "instruction" } as const;
    const names = new Set(findings.flatMap(({ message }) => /(?:credential|build argument) (\w+) /.exec(message)?.[1] ?? []));
    return [...names].map((name) => {
      const edits = mountedArgument(service, name, read);
      return typeof edits === "string" ? { because: edits } : { ...how, edits };
    });
  },
  examples: [
    {
      title: "a secret mount",
      says: "yes",
      files: "FROM node:22-slim\nRUN --mount=type=secret,id=npm_token NPM_TOKEN=$(cat /run/secrets/npm_token) npm ci\n",
    },
    { title: "a build argument", says: "no", files: "FROM node:22-slim\nARG «NPM_TOKEN»\nRUN npm ci\n" },
  ],
});

/** Where in a stage variables are used last, as numbers of instructions. */
interface Uses {
  /** In a RUN at all. */
  readonly run: ReadonlyMap<string, number>;
  /** In the value of an ENV that is named like a credential. */
  readonly env: ReadonlyMap<string, number>;
  /** In a RUN where a credential stands: in front of a host, in a header, in .npmrc. */
  readonly guard: ReadonlyMap<string, number>;
  readonly lastRun: number;
}

const VARIABLE = /\$\{?([A-Za-z_][A-Za-z0-9_]{0,100})/g;
const GUARD =
  /(?:\/\/[^\s/@$]{0,100}|_auth(?:Token)?["' ]{0,3}[=:]["' ]{0,3}|Authorization: ?["'a-zA-Z]{0,10} ?)\$\{?([A-Za-z_][A-Za-z0-9_]{0,100})/g;

function usesIn(stage: Stage): Uses {
  const run = new Map<string, number>();
  const env = new Map<string, number>();
  const guard = new Map<string, number>();
  let lastRun = -1;
  const note = (found: Map<string, number>, pattern: RegExp, text: string, index: number): void => {
    for (const match of text.matchAll(pattern)) found.set(match[1] ?? "", index);
  };
  for (const [index, instruction] of stage.instructions.entries()) {
    if (instruction.keyword === "RUN") {
      lastRun = index;
      for (const text of [instruction.text, ...instruction.heredocs.map(({ body }) => body)]) {
        note(run, VARIABLE, text, index);
        note(guard, GUARD, text, index);
      }
    } else if (instruction.keyword === "ENV") {
      for (const { name, value } of instruction.pairs) if (secretName(name) !== "no") note(env, VARIABLE, value ?? "", index);
    }
  }
  return { run, env, guard, lastRun };
}

/**
 * Whether an ARG takes a credential: `given` where a build has to hand one over, `perhaps` where an empty default says that it may.
 * One with a stand-in as default is there to keep a tool quiet; one with a real value is another rule's.
 */
function useOf(pair: Pair, index: number, usesOf: () => Uses): "given" | "perhaps" | null {
  const kind = secretName(pair.name);
  if (kind === "no") return null;
  const value = pair.value === null ? null : unquoted(pair.value);
  if (value !== null && value !== "" && !value.includes("$")) return null;
  const uses = usesOf();
  const after = (found: ReadonlyMap<string, number>): boolean => (found.get(pair.name) ?? -1) > index;
  if (kind === "maybe") return after(uses.guard) ? "given" : null;
  if (after(uses.run)) return "given";
  if (value === "") return after(uses.env) ? "perhaps" : null;
  return after(uses.env) || uses.lastRun > index ? "given" : null;
}

function composeArguments(service: Service): readonly Finding[] {
  return service.deployments.flatMap(({ name: deployment, compose }) =>
    [...(compose?.build?.args ?? [])].flatMap(([name, { value, place }]) =>
      secretName(name) === "secret" &&
      value !== "" &&
      !(value !== null && /dummy|placeholder|not[-_]?used/i.test(value) && placeholder(value))
        ? [finding(`${deployment} hands the credential ${name} to its build as an argument`, place, { deployment, secret: true })]
        : [],
    ),
  );
}

function mounts(dockerfile: Dockerfile, stage: Stage): boolean {
  return neededStages(dockerfile, stage).some((one) =>
    one.facts.runs.some(({ instruction }) => instruction.mounts.some(({ type }) => type === "secret" || type === "ssh")),
  );
}
