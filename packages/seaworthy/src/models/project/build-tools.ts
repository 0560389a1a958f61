import type { Manifest } from "../app/app.js";
import { offsetsFrom } from "../shell/offsets.js";
import { parseScript } from "../shell/parse.js";

/** The package that brings a program of node_modules/.bin, where the names differ. */
const PACKAGES: ReadonlyMap<string, readonly string[]> = new Map([
  ["tsc", ["typescript"]],
  ["nest", ["@nestjs/cli"]],
  ["ng", ["@angular/cli"]],
  ["vue-cli-service", ["@vue/cli-service"]],
  ["babel", ["@babel/cli", "babel-cli"]],
  ["swc", ["@swc/cli"]],
  ["webpack", ["webpack-cli", "webpack"]],
  ["gulp", ["gulp-cli", "gulp"]],
  ["grunt", ["grunt-cli", "grunt"]],
  ["ncc", ["@vercel/ncc"]],
  ["svelte-kit", ["@sveltejs/kit"]],
  ["remix", ["@remix-run/dev"]],
  ["react-router", ["@react-router/dev"]],
  ["parcel", ["parcel", "parcel-bundler"]],
  ["tailwindcss", ["@tailwindcss/cli", "tailwindcss"]],
  ["tailwind", ["tailwindcss"]],
  ["postcss", ["postcss-cli"]],
  ["eslint", ["eslint"]],
  ["run-s", ["npm-run-all", "npm-run-all2"]],
  ["run-p", ["npm-run-all", "npm-run-all2"]],
  ["strapi", ["@strapi/strapi", "strapi"]],
  ["medusa", ["@medusajs/cli"]],
]);
const SCRIPT_RUNNER = /^(npm|pnpm|yarn|bun)$/;

/**
 * The development dependencies among the programs that a script of a package.json starts, also through other scripts of it. Empty when
 * it starts none; null when there is no such script.
 */
export function neededForScript(manifest: Manifest, name: string, depth = 0): readonly string[] | null {
  const text = manifest.scripts.get(name);
  if (text === undefined || text.length > 4096) return null;
  const found = new Set<string>();
  for (const script of [`pre${name}`, name, `post${name}`]) {
    const one = manifest.scripts.get(script);
    if (one === undefined) continue;
    for (const command of parseScript(one, offsetsFrom(0)).commands.slice(0, 50)) {
      const program = command.name ?? "";
      const words = command.words.slice(1).map((word) => word.value ?? "");
      const nested = SCRIPT_RUNNER.test(program) ? (words[0] === "run" ? words[1] : words[0]) : undefined;
      if (nested && depth < 3 && nested !== name)
        for (const each of neededForScript(manifest, nested, depth + 1) ?? []) found.add(each);
      for (const each of neededForProgram(
        manifest,
        program === "npx" ? (words.find((word) => !word.startsWith("-")) ?? "") : program,
      ))
        found.add(each);
    }
  }
  return [...found];
}

/** The development dependency that brings a program; empty when production has it, or the manifest does not name it. */
export function neededForProgram({ dependencies, devDependencies }: Manifest, program: string): readonly string[] {
  const names = PACKAGES.get(program) ?? [program];
  if (names.some((name) => dependencies.has(name))) return [];
  const found = names.find((name) => devDependencies.has(name));
  return found === undefined ? [] : [found];
}
