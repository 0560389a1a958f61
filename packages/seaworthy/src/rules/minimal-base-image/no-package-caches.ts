import { amount } from "../../core/amount.js";
import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { allNames, CACHE_NAMES, namesFor } from "../../knowledge/linter-names.js";
import { leftoverText, withoutCaches } from "../../models/dockerfile/edit/caches.js";
import { unreadPart } from "../../models/image/build-tools.js";
import { builtCaches } from "../../models/image/caches.js";
import { instructionOf } from "../../models/image/instruction.js";
import { layerPlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

/** What dockle calls them. */
const DOCKLE: Readonly<Record<string, readonly string[]>> = { apk: ["DKL-DI-0004"], apt: ["DKL-DI-0005"] };

export default defineRule({
  id: "minimal-base-image/no-package-caches",
  claim: "no package manager's lists or downloads stay in a layer of the shipped stage",
  why: "Package lists and downloaded archives are dead weight in every pull, often tens of megabytes. What a later RUN deletes still lies in the layer of the one that fetched it.",
  todo: "Clean in the RUN that installs (`&& rm -rf /var/lib/apt/lists/*`), use the manager's own option (`apk add --no-cache`, `pip install --no-cache-dir`), or put the cache on a mount (`RUN --mount=type=cache,target=/root/.npm npm ci`).",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: [...allNames(CACHE_NAMES), "DKL-DI-0004", "DKL-DI-0005"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const { runs } = stage.facts;
    if (runs.length === 0) return notApplicable("nothing is run in the shipped stage");
    const file = dockerfile.path;
    const findings = runs.flatMap(({ leftovers }) =>
      leftovers.map((leftover) =>
        finding(
          leftoverText(leftover),
          { file, range: leftover.command.range },
          { aliases: namesFor(CACHE_NAMES, leftover.manager) },
        ),
      ),
    );
    return noOr(findings, () => {
      const unread = runs.find(({ script, instruction }) => script === null && !instruction.json);
      if (unread)
        return unknown("a RUN of the shipped stage is in a language that is not read", placeOf(dockerfile, unread.instruction));
      return yes("every RUN of the shipped stage leaves its layer without package caches");
    });
  },
  image(image) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const findings = builtCaches(image).map(({ manager, path, bytes, layer, hiddenBy }) => {
      const by = instructionOf(image, layer);
      const hider = hiddenBy === null ? null : (instructionOf(image, hiddenBy) ?? `layer ${hiddenBy + 1}`);
      const left = by ? `, left by ${by}` : "";
      const late = hider ? `; that ${hider} deletes it hides it only` : "";
      return finding(`${manager} keeps ${amount(bytes)} in ${path}${left}${late}`, layerPlace(image, layer, path), {
        aliases: [...namesFor(CACHE_NAMES, manager), ...(DOCKLE[manager] ?? [])],
      });
    });
    return noOr(findings, () => {
      const unread = unreadPart(image);
      return unread ? unknown(unread) : yes("no package manager's lists or downloads are in the image");
    });
  },
  fix({ dockerfile, stage }, _, { findings }) {
    return dockerfile && stage ? withoutCaches(dockerfile, stage.facts.runs, findings) : [];
  },
  examples: [
    {
      title: "lists removed where they were fetched",
      says: "yes",
      files: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y ca-certificates && rm -rf /var/lib/apt/lists/*\n",
    },
    {
      title: "lists removed one layer too late",
      says: "no",
      files: "FROM debian:13-slim\nRUN «apt-get update» && apt-get install -y ca-certificates\nRUN rm -rf /var/lib/apt/lists/*\n",
    },
  ],
});
