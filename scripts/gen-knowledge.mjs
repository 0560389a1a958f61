import { build } from "esbuild";

/** What seaworthy knows by heart, where it is from and how old it is. */
export async function generate() {
  const { outputFiles } = await build({
    entryPoints: ["packages/seaworthy/src/knowledge/tables.ts"],
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "error",
  });
  const { FACT_TABLES } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
  const lines = [
    "# Tables of facts",
    "",
    "Generated. Answers that rest on these are as old as they are.",
    "",
    "| about | source | as of |",
    "| --- | --- | --- |",
    ...FACT_TABLES.map(({ about, source, asOf }) => `| ${about} | ${source} | ${asOf} |`),
  ];
  return [{ path: "docs/knowledge.md", text: `${lines.join("\n")}\n` }];
}
