import { type Answer, type Finding, finding, noOr, unknown, yes } from "../../core/answer.js";
import { placeOf, type SourcePlace } from "../../core/place.js";
import { placeholder, secretName } from "../../knowledge/secrets.js";
import type { Instruction, Pair } from "../../models/dockerfile/ast.js";
import type { Dockerfile, Stage } from "../../models/dockerfile/dockerfile.js";
import { neededStages } from "../../models/dockerfile/needed.js";
import type { Service } from "../../models/project/service.js";
import { writtenSecrets } from "../../models/shell/written-secrets.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "no-secrets/build-secrets",
  claim: "the build takes credentials by secret mounts, not by arguments",
  why: "A build argument stands in the history of the image, in the provenance of the build and in the cache: whoever can pull can read it.",
  todo: "Mount it where it is needed: `RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci`, and build with `--secret id=npm_token`. For Git over SSH: `--mount=type=ssh`.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3064", "SecretsUsedInArgOrEnv", "DS-0031"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const findings: Finding[] = [...composeArguments(service)];
    let open: Answer | null = null;
    for (const one of neededStages(dockerfile, stage)) {
      const ships = stage.lineage.includes(one);
      const add = (message: string, place: SourcePlace): void => {
        findings.push(finding(message, place, ships ? {} : { level: "warning" }));
      };
      for (const [index, instruction] of one.instructions.entries()) {
        if (instruction.keyword !== "ARG") continue;
        for (const pair of instruction.pairs) {
          const use = useOf(pair, one.instructions.slice(index + 1));
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
      for (const message of written(one, dockerfile)) add(message.message, message.place);
    }
    return noOr(
      findings,
      () => open ?? yes(mounts(dockerfile, stage) ? "credentials come by secret mounts" : "the build takes no credentials"),
    );
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

/**
 * Whether an ARG takes a credential: `given` where a build has to hand one over, `perhaps` where an empty default says that it may.
 * One with a stand-in as default is there to keep a tool quiet; one with a real value is another rule's.
 */
function useOf(pair: Pair, after: readonly Instruction[]): "given" | "perhaps" | null {
  const kind = secretName(pair.name);
  if (kind === "no") return null;
  const value = pair.value === null ? null : pair.value.replace(/^(["'])(.*)\1$/s, "$2");
  if (value !== null && value !== "" && !value.includes("$")) return null;
  const used = new RegExp(`\\$(?:${escaped(pair.name)}(?![A-Za-z0-9_])|\\{${escaped(pair.name)}[:}+?-])`);
  const inRun = after.some(
    (one) => one.keyword === "RUN" && (used.test(one.text) || one.heredocs.some(({ body }) => used.test(body))),
  );
  const inEnv = after.some(
    (one) => one.keyword === "ENV" && one.pairs.some((set) => secretName(set.name) !== "no" && used.test(set.value ?? "")),
  );
  if (kind === "maybe") {
    const guarded = new RegExp(
      `(?://[^\\s/@$]{0,100}|_auth(?:Token)?["' ]{0,3}[=:]["' ]{0,3}|Authorization: ?["'a-zA-Z]{0,10} ?)\\$\\{?${escaped(pair.name)}`,
    );
    return after.some((one) => one.keyword === "RUN" && guarded.test(one.text)) ? "given" : null;
  }
  if (inRun) return "given";
  if (value === "") return inEnv ? "perhaps" : null;
  return inEnv || after.some((one) => one.keyword === "RUN") ? "given" : null;
}

function escaped(name: string): string {
  return name.slice(0, 200).replace(/[^A-Za-z0-9_]/g, "\\$&");
}

/** Credentials of a mount that a RUN writes into its layer and does not delete. */
function written(stage: Stage, dockerfile: Dockerfile): readonly { message: string; place: SourcePlace }[] {
  return stage.facts.runs.flatMap((run) => {
    if (run.stage !== stage || !run.script || !run.instruction.mounts.some((mount) => mount.type === "secret")) return [];
    return writtenSecrets(run.script).map(({ target, range }) => ({
      message: `writes a mounted secret to ${target}, where the layer keeps it`,
      place: placeOf(dockerfile, { range }),
    }));
  });
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
