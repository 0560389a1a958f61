import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

export const owns = "docs/rules";

/** A page for every rule with the answers that its examples really give, and their index. */
export async function generate() {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-gen-"));
  try {
    await build({
      entryPoints: ["packages/seaworthy/src/api.ts"],
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile: join(folder, "api.cjs"),
      logLevel: "error",
    });
    const { RULES, ITEMS, pageOf } = createRequire(import.meta.url)(join(folder, "api.cjs"));
    const pages = RULES.map((rule) => ({ path: `${owns}/${rule.id}.md`, text: pageOf(rule) }));
    const groups = [
      ...ITEMS,
      { id: "craft", title: "Craft", claim: "what is expected of a Dockerfile and Compose checker; it changes no verdict" },
    ];
    const lines = [
      "# Rules",
      "",
      "Generated: one line for each claim, with its weight and the depths at which it can be proven.",
      "",
    ];
    for (const { id, title, claim } of groups) {
      const rules = RULES.filter((rule) => rule.id.startsWith(`${id}/`));
      if (rules.length === 0) continue;
      lines.push(
        `## ${title}`,
        "",
        `${claim[0].toUpperCase()}${claim.slice(1)}.`,
        "",
        "| rule | claim | weight | depths | other names |",
        "| --- | --- | --- | --- | --- |",
      );
      for (const rule of rules) {
        const depths = ["source", "image", "trial"].filter((depth) => rule[depth]).join(", ");
        lines.push(
          `| [${rule.id}](${rule.id}.md) | ${rule.claim.replaceAll("|", "\\|")} | ${rule.weight} | ${depths} | ${(rule.aliases ?? []).join(", ")} |`,
        );
      }
      lines.push("");
    }
    return [...pages, { path: `${owns}/README.md`, text: `${lines.join("\n").trimEnd()}\n` }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
