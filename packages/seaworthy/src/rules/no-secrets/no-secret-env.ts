import { type Finding, finding, noOr, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import type { Pair, PairsInstruction } from "../../models/dockerfile/ast.js";
import type { Dockerfile, Stage } from "../../models/dockerfile/dockerfile.js";
import { withoutPair } from "../../models/dockerfile/edit/pairs.js";
import { neededStages } from "../../models/dockerfile/needed.js";
import { unquoted } from "../../models/dockerfile/unquoted.js";
import { type Credential, credentialIn, isCommonDefault } from "../../models/project/credentials.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "no-secrets/no-secret-env",
  claim: "no ENV, ARG or LABEL holds a credential",
  why: "The image's settings and history are plain text for everyone who can pull it, and a later ENV of the same name does not remove the earlier one.",
  todo: "Delete the line and change the credential; give it at run time as a file (`/run/secrets/…`) or from a secret manager.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3064", "SecretsUsedInArgOrEnv", "DS-0031", "CIS-DI-0010"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const findings: Finding[] = [];
    for (const one of neededStages(dockerfile, stage)) addFindings(one, stage, dockerfile, findings);
    if (findings.length > 1) findings.sort((a, b) => Number(a.level === "warning") - Number(b.level === "warning"));
    return noOr(findings, () => yes("no ENV, ARG or LABEL holds a literal credential"));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = {
      title: "take the credential out of the image: give it at run time, and change it",
      safety: "review",
      order: "instruction",
    } as const;
    return fixEach(findings, how, ({ range }) => (dockerfile ? withoutPair(dockerfile, range) : null));
  },
  examples: [
    {
      title: "settings that are no secrets",
      says: "yes",
      files: "FROM alpine:3.22\nENV PORT=3000 DB_PASSWORD_FILE=/run/secrets/db\n",
    },
    { title: "a password in the image", says: "no", files: "FROM alpine:3.22\nENV DATABASE_PASSWORD=«tr0ub4dor»\n" },
  ],
});

function addFindings(stage: Stage, shipped: Stage, dockerfile: Dockerfile, findings: Finding[]): void {
  const ships = shipped.lineage.includes(stage);
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== "ENV" && instruction.keyword !== "ARG" && instruction.keyword !== "LABEL") continue;
    for (const pair of instruction.pairs) {
      const credential = credentialOf(instruction, pair);
      if (!credential || !pair.valueRange) continue;
      // A builder's "secret" keeps a build tool quiet; nobody is let in with it.
      if (!ships && credential.by === "name" && isCommonDefault(unquoted(pair.value ?? ""))) continue;
      const where = ships ? "in the image" : `in the stage ${stage.name ?? stage.index}, whose layers caches and builders keep`;
      findings.push(
        finding(
          `${instruction.keyword} ${pair.name} has ${credential.what} ${where}`,
          placeOf(dockerfile, { range: pair.valueRange }),
          {
            secret: true,
            ...(ships ? {} : { level: "warning" as const }),
          },
        ),
      );
    }
  }
}

function credentialOf(instruction: PairsInstruction, pair: Pair): Credential | null {
  if (pair.value === null) return null;
  const credential = credentialIn(pair.name, unquoted(pair.value));
  // A label's name says nothing: `org.example.token=…` may be a word of the shop's.
  return instruction.keyword === "LABEL" && credential?.by === "name" ? null : credential;
}
