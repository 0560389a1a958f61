import { historyOf, layersOf } from "../../testing/layers.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./recent-base.js";

const based = (created: string | null) => ({
  today: "2026-11-23",
  history: historyOf("RUN make base", "COPY app /app").map((one, index) => ({
    ...one,
    created: index === 0 ? created : "2026-11-22T00:00:00Z",
  })),
  layers: layersOf("base", "COPY app /app"),
  base: { reference: "node:22", digest: null, layers: 1, by: "diff ids" as const },
});

testRule(rule, {
  image: {
    yes: [based("2026-11-01T00:00:00Z"), { image: based("2026-01-01T00:00:00Z"), options: { maxDays: 999 } }],
    no: [{ image: based("2026-08-01T00:00:00Z"), because: "(node:22)", at: ["1"] }],
    unknown: [
      {
        image: { layers: layersOf("RUN make", "COPY app /app"), history: historyOf("RUN make", "COPY app /app") },
        because: "which layers",
      },
      { image: based(null), because: "does not say" },
    ],
    "n/a": [{}],
  },
});
