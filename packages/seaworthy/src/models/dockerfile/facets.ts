import { FACETS, type Facet } from "../../core/facet.js";
import type { Flag, Instruction, PairsInstruction } from "./ast.js";
import type { BaseImage, Dockerfile, Stage, StartCommand } from "./dockerfile.js";
import { unquoted } from "./unquoted.js";

/** What each facet of a file is, as one text: equal texts, equal images as far as a parser can tell. */
export type Facets = ReadonlyMap<Facet, string>;

export function facetsOf(file: Dockerfile): Facets {
  const known = FACETS.map((facet): [Facet, string] => {
    const stages = file.stages.map((stage) => facetOf(facet, stage));
    return [facet, JSON.stringify(facet === "arguments" ? [file.globalArgs.map(pairsOf), ...stages] : stages)];
  });
  return new Map(known);
}

/** The facets in which two files differ. */
export function changedFacets(before: Facets, after: Facets): readonly Facet[] {
  return FACETS.filter((facet) => before.get(facet) !== after.get(facet));
}

function facetOf(facet: Facet, stage: Stage): unknown {
  const { facts } = stage;
  switch (facet) {
    case "bases":
      return [baseOf(stage.base), stage.from.platform?.value ?? null, stage.parent?.index ?? null];
    case "arguments":
      return ofKind(stage, "ARG").map(pairsOf);
    case "environment":
      return [...facts.env].map(([name, { value }]) => [name, value]);
    case "labels":
      return [...new Map(ofKind(stage, "LABEL").flatMap(pairsOf))].sort(([a], [b]) => (a < b ? -1 : 1));
    case "user":
      return facts.user.value;
    case "workdir":
      return facts.workdir.value;
    case "shell":
      return facts.shell.value;
    case "stop-signal":
      return facts.stopSignal?.value ?? null;
    case "start":
      return [commandOf(facts.entrypoint), commandOf(facts.cmd)];
    case "healthcheck":
      return facts.healthcheck && [facts.healthcheck.none, flagsOf(facts.healthcheck.flags), commandOf(facts.probe)];
    case "ports":
      return facts.exposed.map(({ port }) => port).sort();
    case "volumes":
      return facts.volumes.map(({ path }) => path).sort();
    case "copies":
      return facts.copies.map(({ instruction, from, sources, destination }) => [
        instruction.keyword,
        flagsOf(instruction.flags),
        "stage" in from ? from.stage.index : from.kind,
        sources,
        destination,
      ]);
    case "runs":
      return facts.runs.map(({ instruction, workdir, user }) => [
        flagsOf(instruction.flags),
        instruction.json,
        instruction.text.replace(/\s+/g, " ").trim(),
        instruction.heredocs.map(({ body }) => body),
        workdir,
        user.value,
      ]);
  }
}

function baseOf(base: BaseImage): string {
  return base.kind === "scratch" ? "scratch" : base.written;
}

function ofKind<K extends "ARG" | "LABEL">(stage: Stage, keyword: K): readonly PairsInstruction[] {
  return stage.effectiveInstructions.filter((one: Instruction): one is PairsInstruction => one.keyword === keyword);
}

function pairsOf({ pairs }: PairsInstruction): [string, string | null][] {
  return pairs.map(({ name, value }) => [name, value === null ? null : unquoted(value)]);
}

function commandOf(command: StartCommand | null): unknown {
  return command && [command.form, command.words];
}

function flagsOf(flags: readonly Flag[]): unknown {
  return flags.filter(({ name }) => name !== "from").map(({ name, value }) => [name, value]);
}
