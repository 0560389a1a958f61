import type { Edit } from "../../core/edit.js";
import type { Range } from "../../core/place.js";
import type { Dockerfile } from "../dockerfile/dockerfile.js";
import { withoutLines } from "../dockerfile/edit/lines.js";
import { writtenRuns } from "../dockerfile/written.js";
import { downloadsOf } from "../shell/downloads.js";
import type { Service } from "./service.js";

/** A RUN that only fetches a file which nothing names taken out; null for any other. */
export function withoutUnusedDownload(service: Service, file: Dockerfile, [start]: Range): readonly Edit[] | null {
  const run = writtenRuns(file).find(({ instruction }) => start >= instruction.range[0] && start <= instruction.range[1]);
  if (!run?.script) return null;
  const [download, ...others] = downloadsOf(run.script);
  if (!download || others.length > 0 || download.output === null || download.runBy) return null;
  const path = download.output;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (!path.startsWith("/") || name === "") return null;
  const alone = run.script.commands.every(
    (command) =>
      command === download.command ||
      /^(?:true|:)$/.test(command.name ?? "") ||
      (command.name === "chmod" && command.words.at(-1)?.value === path),
  );
  if (!alone || run.instruction.flags.length > 0) return null;
  const texts = [
    ...file.instructions
      .filter((one) => one !== run.instruction)
      .flatMap(({ text, heredocs }) => [text, ...heredocs.map(({ body }) => body)]),
    ...service.entryScripts.map(({ text }) => text),
    ...(service.app?.manifests ?? []).flatMap(({ scripts }) => [...scripts.values()]),
    ...service.deployments.flatMap(({ command, entrypoint }) =>
      [command, entrypoint].map((one) => (one ? String(one.value) : "")),
    ),
  ];
  const folder = path.slice(0, path.lastIndexOf("/"));
  const named = new RegExp(`(?<![\\w-])${name.replace(/[^\w]/g, ".")}(?![\\w-])`);
  const copied = new RegExp(`--from=\\S+[^\\n]*${folder.replace(/[^\w/]/g, ".")}(?=[\\s/"]|$)`);
  if (texts.some((text) => named.test(text))) return null;
  if (file.stages.some(({ instructions }) => instructions.some((one) => copied.test(file.text.slice(...one.range))))) return null;
  const removed = withoutLines(file, run.instruction);
  return typeof removed === "string" ? null : [removed];
}
