import type { SourcePlace } from "../../core/place.js";
import { placeOf } from "../../core/place.js";
import { PRIVILEGE_DROPPERS } from "../../knowledge/tools.js";
import { factsOfBase } from "./base-facts.js";
import { ofService, type Service } from "./service.js";

/** Servers whose workers give up root but whose master, which reads their config and binds their ports, keeps it for good. */
const ROOT_MASTERS = new Set(["nginx", "httpd", "php", "openresty/openresty", "haproxy"]);

interface PrivilegeDrop {
  readonly by: string;
  readonly place?: SourcePlace;
}

/** What gives up root at the start, if anything does: an entry script, the start command itself, or the base's own entrypoint. */
export const privilegeDrop = ofService((service: Service): PrivilegeDrop | null => {
  const script = service.entryScripts.find((one) => one.drops.length > 0);
  if (script) return { by: `${script.drops.join(", ")} in ${script.path}`, place: script.place };
  const { stage, dockerfile } = service;
  if (!stage || !dockerfile) return null;
  for (const start of [stage.facts.entrypoint, stage.facts.cmd]) {
    if (!start) continue;
    const word =
      start.form === "exec" ? start.words.find((one) => PRIVILEGE_DROPPERS.has(one.split("/").at(-1) ?? "")) : undefined;
    if (word) return { by: word, place: placeOf(dockerfile, start.instruction) };
    const command = start.script?.commands.find(
      (one) =>
        one.prefixes.some((prefix) => PRIVILEGE_DROPPERS.has(prefix)) || (one.name !== null && PRIVILEGE_DROPPERS.has(one.name)),
    );
    if (command)
      return {
        by: command.prefixes.find((prefix) => PRIVILEGE_DROPPERS.has(prefix)) ?? command.name ?? "the start command",
        place: placeOf(dockerfile, start.instruction),
      };
  }
  if (stage.facts.entrypoint || stage.base.kind !== "image") return null;
  const facts = factsOfBase(stage);
  return facts?.switchesUser && !ROOT_MASTERS.has(facts.name)
    ? { by: `the entrypoint of ${stage.base.reference.name}`, place: stage.base.place }
    : null;
});
