import { baseFacts } from "../../../knowledge/bases.js";
import { slimTag, versionedTag } from "../../../knowledge/releases.js";
import type { Stage } from "../../dockerfile/dockerfile.js";
import type { Service } from "../service.js";
import type { Parts } from "./parts.js";

const VENV = "/opt/venv";

/** What a Python app ships: its packages in an environment of their own, and its code. */
export function pythonParts({ project }: Service, stage: Stage): Parts | string {
  if (stage.base.kind !== "image") return "the base is not known";
  const { reference } = stage.base;
  if (!/(?:^|\/)python$/.test(reference.name)) return `${reference.name} is no image of Python alone`;
  const facts = baseFacts(reference);
  const versioned = versionedTag(reference, null, project.today) ?? reference.tag;
  const tag =
    facts?.minimal === true ? reference.tag : versioned === null ? null : slimTag({ name: reference.name, tag: versioned });
  if (tag === null || reference.digest !== null) return "the small edition of the base is not known";
  const installs = stage.facts.runs.flatMap((run) => run.installs.filter(({ system }) => !system));
  if (installs.length === 0) return "no packages of Python are installed";
  const other = installs.find(({ manager }) => manager !== "pip");
  if (other) return `how ${other.manager} fills an environment of its own here is not known`;
  if (installs.some(({ flags }) => flags.some((flag) => /^(?:--user|--target|-t|--prefix|--root)(?:=|$)/.test(flag))))
    return "the packages are installed into a folder of their own";
  if (stage.facts.env.get("PATH")) return "the file sets PATH by itself";
  return {
    base: `${reference.written.replace(/[:@].*$/, "")}:${tag}`,
    first: [`RUN python -m venv ${VENV}`, `ENV PATH=${VENV}/bin:$PATH`],
    last: [],
    // The setting of the builder is repeated with the others.
    head: [`ENV PATH=${VENV}/bin:$PATH`],
    copies: [`COPY --from=build ${VENV} ${VENV}`],
    takesContext: true,
  };
}
