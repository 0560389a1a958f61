import { baseFacts, familiarName } from "../../../knowledge/bases.js";
import { slimTag, versionedTag } from "../../../knowledge/releases.js";
import type { Stage } from "../../dockerfile/dockerfile.js";
import type { ImageReference } from "../../dockerfile/reference.js";
import type { Service } from "../service.js";
import type { Parts } from "./parts.js";
import { pythonEnvironment } from "./python-environment.js";

/** What a Python app ships: its packages in an environment of their own, and its code. */
export function pythonParts(service: Service, stage: Stage, read: (path: string) => string | null): Parts | string {
  if (stage.base.kind !== "image") return "the base is not known";
  const { reference } = stage.base;
  const base = smallBase(reference, service.project.today);
  if (base === null) return "the small edition of the base is not known";
  if (!base.includes(":")) return base;
  const environment = pythonEnvironment(service, stage, read);
  if (typeof environment === "string") return environment;
  const { folder, first } = environment;
  const [program = ""] = stage.facts.entrypoint?.words ?? stage.facts.cmd?.words ?? [];
  if (/^(?:uv|poetry|pdm|pipenv|hatch)$/.test(program))
    return `it is started by ${program}, which would not ship: start the program itself`;
  const inside = `${stage.facts.workdir.value}/`;
  const brought = folder.startsWith(inside) ? folder.slice(inside.length) : null;
  if (brought !== null && service.context?.files.some((path) => path.startsWith(`${brought}/`)))
    return `${brought} of the tree would lie over the one that is built`;
  const setting = stage.instructions.findLast((one) => one.keyword === "ENV" && one.pairs.some((pair) => pair.name === "PATH"));
  const isSet = setting?.text.split(/[\s:="']+/).includes(`${folder}/bin`) === true;
  if (!isSet && stage.facts.env.has("PATH")) return "the file sets PATH by itself";
  const head = isSet ? [] : [`ENV PATH=${folder}/bin:$PATH`];
  return { base, first, last: [], head, copies: [`COPY --from=build ${folder} ${folder}`], takesContext: true };
}

/** The small image with the same interpreter at the same place; a text without a colon: why there is none. */
function smallBase(reference: ImageReference, today: string): string | null {
  const { name, tag, digest, written } = reference;
  if (digest !== null) return null;
  if (/(?:^|\/)astral(?:-sh)?\/uv$/.test(name)) {
    // Made of the official images of Python, without uv.
    const [, version, system] = /^python(\d+\.\d+)-(alpine|[a-z]+)(?:-slim)?$/.exec(tag ?? "") ?? [];
    if (!version || !system) return null;
    return system === "alpine" ? `python:${version}-alpine` : `python:${version}-slim-${system}`;
  }
  if (familiarName(name) !== "python" && !/(?:^|\/)python$/.test(name)) return `${name} is no image of Python alone`;
  const versioned = versionedTag(reference, null, today) ?? tag;
  const small = baseFacts(reference)?.minimal === true ? tag : versioned === null ? null : slimTag({ name, tag: versioned });
  return small === null ? null : `${written.replace(/@.*$/, "").replace(/:[\w.-]*$/, "")}:${small}`;
}
