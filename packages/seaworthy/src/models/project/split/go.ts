import { newestRelease } from "../../../knowledge/releases.js";
import type { Stage } from "../../dockerfile/dockerfile.js";
import { appBuilds } from "../app-builds.js";
import type { Service } from "../service.js";
import { imageStart } from "../start.js";
import { chainOf } from "../start-chain.js";
import type { Parts } from "./parts.js";

/** Modules that call C. */
const CGO =
  /(?:^|\/)(?:go-sqlite3|confluent-kafka-go|gopkg\.in\/rdkafka|go-sqlcipher|v8go|gopsutil|gocv|webp|vips|bimg|h3-go)(?:\/|$)/;
const RUNTIME_FOLDERS = /^(?:public|static|views|templates|assets|migrations|config|configs|locales|web|data|certs)$/;

/** What a Go program ships: itself, and the folders that it reads. */
export function goParts(service: Service, stage: Stage): Parts | string {
  const { dockerfile, app, context, project, deployments } = service;
  if (!dockerfile || stage.base.kind !== "image") return "the base is not known";
  if (!/(?:^|\/)golang$/.test(stage.base.reference.name)) return `${stage.base.reference.name} is no image of Go alone`;
  const builds = appBuilds(stage).filter(({ build }) => /^go (?:build|install)/.test(build.tool));
  if (builds.length !== 1) return "which build makes the program is not known";
  const native = [...(app?.manifests ?? [])]
    .flatMap(({ dependencies }) => [...dependencies.keys()])
    .find((name) => CGO.test(name));
  if (native) return `${native} calls C: which system it needs is a person's choice`;
  const { app: words } = chainOf(service, imageStart(dockerfile, stage));
  const program = words?.[0];
  if (!program || /^(?:go|sh|bash)$/.test(program)) return "which program is started is not known";
  const workdir = stage.facts.workdir.value;
  const path = program.startsWith("/")
    ? program
    : program.includes("/")
      ? `${workdir === "/" ? "" : workdir}/${program.replace(/^\.\//, "")}`
      : null;
  if (path === null) return "where the program lies is not known";
  if (stage.facts.cmd?.form === "shell" || stage.facts.entrypoint?.form === "shell") return "it is started by a shell";
  const [only] = builds;
  const at = only?.build.command.words.findIndex(({ text }) => text === "-o") ?? -1;
  const out = at < 0 ? null : only?.build.command.words[at + 1]?.value;
  const made =
    out == null
      ? null
      : out.startsWith("/")
        ? out
        : `${only?.run.workdir === "/" ? "" : (only?.run.workdir ?? workdir)}/${out.replace(/^\.\//, "")}`;
  if (made !== null && made !== path && !made.endsWith("/") && made !== ".")
    return "the program that is started is not the one that is built";
  const static_ = stage.facts.env.get("CGO_ENABLED")?.value === "0" || /CGO_ENABLED=0/.test(only?.run.instruction.text ?? "");
  const inCluster = deployments.some(({ kind }) => kind === "kubernetes");
  const alpine = newestRelease("alpine", project.today);
  const base = inCluster || alpine === null ? "gcr.io/distroless/static-debian13:nonroot" : `alpine:${alpine}`;
  const top = new Set((context?.files ?? []).filter((one) => one.includes("/")).map((one) => one.split("/")[0] ?? ""));
  const beside = workdir === "/" ? [] : [...top].filter((name) => RUNTIME_FOLDERS.test(name)).sort();
  return {
    base,
    first: static_ ? [] : ["ENV CGO_ENABLED=0"],
    last: [],
    head: [],
    copies: [`COPY --from=build ${path} ${path}`, ...beside.map((name) => `COPY --from=build ${workdir}/${name} ./${name}`)],
    takesContext: false,
  };
}
