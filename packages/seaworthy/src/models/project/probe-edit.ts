import { type Edit, replaced } from "../../core/edit.js";
import type { SourcePlace } from "../../core/place.js";
import { execForm } from "../dockerfile/edit/json-form.js";
import { healthCommand } from "./health-command.js";
import { probesOf } from "./probe.js";
import { isOwnHost, targetsOf } from "./probe-target.js";
import type { Service } from "./service.js";

/** The command of the image's HEALTHCHECK written anew, its times kept; or why it stays. */
export function rewrittenProbe(service: Service, place: SourcePlace): readonly Edit[] | string | null {
  const { dockerfile, stage } = service;
  const check = stage?.facts.healthcheck;
  if (!dockerfile || !check || check.none || place.file !== dockerfile.path) return null;
  const probe = probesOf(service).find(({ where }) => where === "image");
  const path = probe
    ? (targetsOf(probe).find((one) => isOwnHost(one.host) && one.path !== null && one.path !== "/")?.path ?? null)
    : null;
  const command = healthCommand(service, path !== null && /^\/[\w./-]*$/.test(path) ? path : null);
  if (typeof command === "string") return command;
  const lead = /^CMD\s+/i.exec(check.text)?.[0].length ?? 0;
  const range = check.textOffsets.range(lead, check.text.trimEnd().length);
  if (lead === 0 || dockerfile.comments.some((one) => one.range[0] >= range[0] && one.range[1] <= range[1]))
    return "a comment stands inside the command";
  return [replaced(dockerfile.path, range, execForm(command.words))];
}
