// What the rules find in the text of one case, every rule switched on.
import { loadEngine } from "../engine.mjs";

const { inspect, DEFAULT_SETTINGS, defaultOptions, readProjectFrom, RULES } = await loadEngine();

/** Every name of other tools that some rule goes by. */
export const NAMES = new Set(RULES.flatMap((rule) => rule.aliases ?? []));

/**
 * The findings that nothing waives: the rule and all names that it goes by, the message, where it starts, and the lines that it may be said
 * to be at, those of its instruction. `files` stand beside the Dockerfile; `config` speaks in the terms of .hadolint.yaml; `experimental`: also what the
 * builder asks only where it is told to.
 */
export function findingsOf(dockerfile, { config, files = {}, buildArgs, experimental = false } = {}) {
  const texts = { Dockerfile: dockerfile, ...files };
  if (buildArgs) texts["compose.yaml"] = JSON.stringify({ services: { a: { build: { context: ".", args: buildArgs } } } });
  const project = readProjectFrom(texts, { today: "2026-11-23", all: true });
  const report = inspect({ project, rules: RULES, settings: settingsOf(config, experimental), depths: ["source"], version: "0" });
  const instructions = project.services.find((one) => one.dockerfile)?.dockerfile.instructions ?? [];
  const rulings = report.services.flatMap((service) => [...service.items.flatMap((item) => item.rulings), ...service.advice]);
  const crashed = rulings.find((one) => one.crashed);
  if (crashed) throw new Error(`${crashed.rule} crashed: ${crashed.crashed}\n${dockerfile}`);
  return rulings.flatMap((ruling) =>
    ruling.findings
      .filter((finding) => !finding.waived)
      .map(({ place, message, aliases }) => {
        const at = place.file === "Dockerfile" ? place.start.offset : -1;
        const holder = instructions.find(({ range }) => range[0] <= at && at <= range[1]);
        return {
          rule: ruling.rule,
          names: new Set(aliases),
          message,
          file: place.file,
          at,
          line: place.start?.line,
          startLine: holder?.startLine ?? place.start?.line,
          lines: new Set([place.start?.line, ...(holder ? [holder.startLine, holder.endLine] : [])]),
        };
      }),
  );
}

/** Every rule on, with the options that say what a .hadolint.yaml says. */
function settingsOf(config, experimental) {
  const labels = Object.entries(config?.["label-schema"] ?? {}).map(([name, kind]) => `${name}=${kind}`);
  const given = {
    "craft/description-comment": { always: experimental },
    "craft/trusted-registries": { trusted: config?.trustedRegistries ?? [] },
    "craft/required-labels": { labels },
    "craft/label-format": { labels },
    "craft/declared-labels": { labels, strict: config?.["strict-labels"] === true },
  };
  const rules = RULES.map((rule) => {
    const weight = rule.weight === "off" ? "advised" : rule.weight;
    return [rule.id, { weight, level: rule.level, options: { ...defaultOptions(rule), ...given[rule.id] } }];
  });
  return { ...DEFAULT_SETTINGS, rules: new Map(rules) };
}
