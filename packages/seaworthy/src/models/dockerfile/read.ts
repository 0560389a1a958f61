import { Keeper } from "../../core/kept.js";
import type { Problem } from "../../core/problem.js";
import type { DockerfileTree, PairsInstruction } from "./ast.js";
import { findCircles } from "./circular.js";
import { stageFinder } from "./copied.js";
import type { Dockerfile, Stage } from "./dockerfile.js";
import type { FileContext } from "./facts.js";
import { parseDockerfile } from "./parse.js";
import { type BuildArgs, GlobalScope } from "./scope.js";
import { draftStages, linkStages } from "./stages.js";
import { isWindows } from "./windows.js";

const NO_ARGS: BuildArgs = new Map();

/**
 * Parses a Dockerfile and resolves its stages.
 * @param buildArgs what the build is given; null for a value that is not known. ARGs that are not given have their defaults.
 */
export function readDockerfile(path: string, text: string, buildArgs: BuildArgs = NO_ARGS): Dockerfile {
  return resolveStages(parseDockerfile(path, text), buildArgs);
}

/** Resolves stages, bases and facts of a parsed file, so that one tree can serve several sets of build arguments. Facts are computed when first asked for. */
export function resolveStages(tree: DockerfileTree, buildArgs: BuildArgs = NO_ARGS): Dockerfile {
  const globals = new GlobalScope(buildArgs, tree.escape);
  const globalArgs = argsBeforeFrom(tree);
  for (const instruction of globalArgs) globals.declare(instruction);
  const found: Problem[] = [];
  const windows = isWindows(tree, globals);
  const stages = linkStages(draftStages(tree, found), tree.path, globals, () => context);
  const find = stageFinder(stages);
  const context: FileContext = { file: tree, escape: tree.escape, globals, buildArgs, windows, find };
  found.push(...findCircles(tree.path, stages, find));
  const problems = found.length === 0 ? tree.problems : [...tree.problems, ...found];
  return new ResolvedDockerfile(tree, problems, stages, globalArgs, windows);
}

class ResolvedDockerfile extends Keeper implements Dockerfile {
  readonly path: string;
  readonly text: string;
  readonly escape: DockerfileTree["escape"];
  readonly directives: DockerfileTree["directives"];
  readonly comments: DockerfileTree["comments"];
  readonly emptyContinuations: DockerfileTree["emptyContinuations"];
  readonly instructions: DockerfileTree["instructions"];
  readonly problems: readonly Problem[];
  readonly stages: readonly Stage[];
  readonly globalArgs: readonly PairsInstruction[];
  readonly windows: boolean;

  constructor(
    tree: DockerfileTree,
    problems: readonly Problem[],
    stages: readonly Stage[],
    globalArgs: readonly PairsInstruction[],
    windows: boolean,
  ) {
    super();
    this.path = tree.path;
    this.text = tree.text;
    this.escape = tree.escape;
    this.directives = tree.directives;
    this.comments = tree.comments;
    this.emptyContinuations = tree.emptyContinuations;
    this.instructions = tree.instructions;
    this.problems = problems;
    this.stages = stages;
    this.globalArgs = globalArgs;
    this.windows = windows;
  }
}

function argsBeforeFrom(tree: DockerfileTree): readonly PairsInstruction[] {
  const found: PairsInstruction[] = [];
  for (const instruction of tree.instructions) {
    if (instruction.keyword === "FROM") break;
    if (instruction.keyword === "ARG") found.push(instruction);
  }
  return found;
}
