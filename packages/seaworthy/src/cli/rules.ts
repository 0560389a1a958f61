import { ITEMS, RULES } from "../api.js";
import type { World } from "./world.js";

/** Lists the rules. */
export function runRules(format: string, world: World): number {
  if (format === "json") {
    const list = RULES.map(
      ({ id, claim, why, todo, weight, level, scope, subject, aliases, since, catches, source, image, trial }) => ({
        id,
        claim,
        why,
        todo,
        weight,
        level,
        scope: scope ?? "service",
        subject,
        aliases: aliases ?? [],
        since,
        catches: catches === true,
        depths: [...(source ? ["source"] : []), ...(image ? ["image"] : []), ...(trial ? ["trial"] : [])],
      }),
    );
    world.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
    return 0;
  }
  const groups = [
    ...ITEMS.map(({ id, title }) => ({ id: id as string, title: title as string })),
    { id: "craft", title: "Craft (advice only)" },
  ];
  const width = Math.max(...RULES.map((rule) => rule.id.length));
  for (const { id, title } of groups) {
    const rules = RULES.filter((rule) => rule.id.startsWith(`${id}/`));
    if (rules.length === 0) continue;
    world.stdout.write(`${title}\n`);
    for (const rule of rules) {
      const aliases = rule.aliases && rule.aliases.length > 0 ? `  (${rule.aliases.join(", ")})` : "";
      world.stdout.write(`  ${rule.id.padEnd(width)}  ${rule.weight.padEnd(8)}  ${rule.claim}${aliases}\n`);
    }
    world.stdout.write("\n");
  }
  return 0;
}
