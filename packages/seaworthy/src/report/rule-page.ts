import type { Answer } from "../core/answer.js";
import type { AnyRule, Example, OptionsSchema } from "../rule.js";

/** What an example's probe really said; the caller runs it. */
export type RunExample = (
  rule: AnyRule,
  example: Pick<Example, "files" | "image" | "trial" | "options" | "shellcheck">,
) => { readonly answer: Answer; readonly places: readonly string[] };

const DEPTH_NAMES = { source: "source", image: "image", trial: "trial" } as const;

/** The page of one rule in Markdown; each example stands with the output that it really gives. */
export function renderRulePage(rule: AnyRule, run: RunExample | null): string {
  const depths = (Object.keys(DEPTH_NAMES) as (keyof typeof DEPTH_NAMES)[]).filter((depth) => rule[depth]);
  const lines = [
    `# ${rule.id}`,
    "",
    `**Claim:** ${rule.claim}.`,
    "",
    `| weight | level | scope | depths | about | since |`,
    `| --- | --- | --- | --- | --- | --- |`,
    `| ${rule.weight} | ${rule.level} | ${rule.scope ?? "service"} | ${depths.join(", ")} | as ${SUBJECTS[rule.subject]} | ${rule.since} |`,
    "",
    "## Why",
    "",
    rule.why,
    "",
    "## What to do",
    "",
    rule.todo,
  ];
  const drills = rule.needs?.drills ?? [];
  if (drills.length > 0) lines.push("", `At the trial it looks at what came of: ${drills.join(", ")}.`);
  if (rule.catches)
    lines.push("", "This rule can only catch: it says no, unknown or not applicable, and never proves its claim.");
  if (rule.aliases && rule.aliases.length > 0) {
    const names = rule.aliases.map((alias) => `\`${alias}\``).join(", ");
    lines.push("", "## Other names", "", `Honoured in waivers, config and on the command line: ${names}.`);
    if (rule.aliasForm)
      lines.push("", `So is every \`${rule.aliasForm}\`, # being a digit, for what is found under that name alone.`);
  }
  const schema: OptionsSchema = rule.options ?? {};
  if (Object.keys(schema).length > 0) {
    lines.push("", "## Options", "", "| option | type | default | meaning |", "| --- | --- | --- | --- |");
    for (const [name, option] of Object.entries(schema)) {
      lines.push(`| \`${name}\` | ${option.type} | \`${JSON.stringify(option.default)}\` | ${option.description} |`);
    }
  }
  for (const example of rule.examples ?? []) {
    lines.push("", `## Example: ${example.title}`);
    if (example.image) lines.push("", "An image with", "", "```json", sketched(example.image), "```");
    if (example.trial) lines.push("", "A trial that saw", "", "```json", sketched(example.trial.drills ?? {}), "```");
    const files = typeof example.files === "string" ? { Dockerfile: example.files } : (example.files ?? {});
    for (const [path, text] of Object.entries(files)) {
      const body = text.replace(/[\u00ab\u00bb]/g, "").replace(/\n$/, "");
      const fence = body.includes("```") ? "````" : "```";
      lines.push("", `\`${path}\``, "", `${fence}${language(path)}`, body, fence);
    }
    for (const [name, value] of Object.entries(example.options ?? {})) {
      lines.push("", `Option \`${name}\`: \`${JSON.stringify(value)}\``);
    }
    if (run) {
      const { answer, places } = run(rule, example);
      lines.push("", `Says **${answer.says}**: ${answer.because}${places.length > 0 ? ` (${places.join(", ")})` : ""}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** What an example says of an image or a trial, as JSON; texts of files stay readable. */
function sketched(sketch: NonNullable<Example["image"] | NonNullable<Example["trial"]>["drills"]>): string {
  return JSON.stringify(sketch, null, 2).replaceAll(/\[\s+("[^"\n]*"|\d+)\s+\]/g, "[$1]");
}

const SUBJECTS = { written: "written", built: "built", deployed: "deployed", capable: "the image is capable of" } as const;

function language(path: string): string {
  if (/\.ya?ml$/.test(path)) return "yaml";
  if (/\.[jt]sx?$|\.[cm]js$/.test(path)) return "js";
  if (path.endsWith(".py")) return "python";
  if (path.endsWith(".go")) return "go";
  if (path.endsWith(".json")) return "json";
  if (/dockerfile|containerfile/i.test(path)) return "dockerfile";
  return "";
}
