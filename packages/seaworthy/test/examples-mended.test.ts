import { describe, expect, it } from "vitest";
import { inspect } from "../src/engine/inspect.js";
import { withServices } from "../src/engine/mend/chosen.js";
import { type Mended, mend } from "../src/engine/mend/mend.js";
import type { Inspect } from "../src/engine/mend/trial-run.js";
import { DEFAULT_SETTINGS } from "../src/engine/settings.js";
import { readProjectFrom } from "../src/io/memory.js";
import { RULES } from "../src/rules/index.js";
import { exampleFiles } from "./example-files.js";
import { TODAY } from "./judged.js";

/** The kinds of files that a fix repairs; a tracked .env is taken out of git by a person, who changes what it held. */
const REPAIRED = /(?:^|\/)(?:Dockerfile|compose\.yaml|\.dockerignore|\.github\/workflows\/[^/]+)$/;
const PIPS = ["fastapi", "uvicorn", "psycopg2", "redis", "python-dotenv"];

type Files = Readonly<Record<string, string>>;

/** Mends as `fix --review --online --lockfiles` would, with answers of a network and an engine that are given here. */
function mended(files: Files): Mended {
  const look: Inspect = (texts, services) => {
    const read = readProjectFrom({ ...files, ...Object.fromEntries(texts) }, { today: TODAY });
    const project = withServices(read, services, all.services);
    const report = inspect({
      project,
      rules: RULES,
      settings: DEFAULT_SETTINGS,
      depths: ["source"],
      version: "0",
      partial: services !== null,
    });
    return { project, report };
  };
  const all = readProjectFrom(files, { today: TODAY });
  return mend({
    first: look(new Map(), null),
    rules: RULES,
    settings: DEFAULT_SETTINGS,
    asks: () => true,
    review: true,
    read: (path) => files[path] ?? null,
    inspect: look,
    digest: () => null,
    checksum: () => "0".repeat(64),
    lockfile: ({ manager }) => ({
      text: manager === "pip" ? JSON.stringify({ install: PIPS.map((name) => ({ metadata: { name, version: "1.0" } })) }) : "{}",
    }),
  });
}

/** Required findings that are left, with their files. */
function left({ last }: Mended): readonly { readonly file: string; readonly what: string }[] {
  const found = last.report.services.flatMap(({ items }) =>
    items.flatMap(({ rulings }) =>
      rulings
        .filter(({ ruling, weight }) => ruling === "no" && weight === "required")
        .flatMap(({ rule, findings }) =>
          findings.map(({ place, message }) => ({ file: "file" in place ? place.file : "", what: `${rule}: ${message}` })),
        ),
    ),
  );
  return [...new Map(found.map((one) => [`${one.file} ${one.what}`, one])).values()];
}

describe("the naive example, mended", { timeout: 120_000 }, () => {
  const files = exampleFiles("naive");
  const first = mended(files);
  const then: Files = { ...files, ...Object.fromEntries(first.texts) };

  it("has no required finding left in the files that a fix repairs", () => {
    expect(left(first).filter(({ file }) => REPAIRED.test(file))).toEqual([]);
  });

  it("has none left elsewhere but the credentials that git keeps", () => {
    expect(left(first).filter(({ what }) => !what.startsWith("no-secrets/no-tracked-env: "))).toEqual([]);
    expect(left(first).length).toBeGreaterThan(0);
  });

  it("is not changed by a second run", () => {
    expect([...mended(then).texts.keys()]).toEqual([]);
  });
});
