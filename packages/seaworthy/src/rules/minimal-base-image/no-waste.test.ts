import { layersOf } from "../../testing/layers.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-waste.js";

const sized = (...bytes: number[]) =>
  layersOf(...bytes.map(() => "RUN make")).map((layer, index) => ({ ...layer, bytes: bytes[index] ?? 0 }));
const waste = (reclaimable: number, paths: readonly string[] = []) => ({
  reclaimable,
  byLayer: [reclaimable, 0],
  paths: paths.map((path) => ({ path, bytes: reclaimable / paths.length, layer: 0, hiddenBy: 1, how: "deleted" as const })),
});

testRule(rule, {
  image: {
    yes: [
      { layers: sized(1e6, 1e6) },
      { title: "little in all", image: { layers: sized(9e6, 1e6), waste: waste(9e6) } },
      { title: "little of much", image: { layers: sized(900e6, 100e6), waste: waste(40e6) } },
      { image: { layers: sized(90e6, 10e6), waste: waste(40e6) }, options: { maxPercent: 50 } },
      { layers: sized(0, 0) },
    ],
    no: [
      {
        image: { layers: sized(90e6, 10e6), waste: waste(40e6, ["/a", "/b"]) },
        at: ["/a", "/b", "all layers"],
        because: "40 MB of 100 MB (40.0 %)",
      },
      {
        image: { layers: sized(90e6, 10e6), waste: waste(1e6) },
        options: { maxPercent: 0, minMegabytes: 0 },
        at: ["all layers"],
      },
    ],
    unknown: [{ layers: sized(90e6, 10e6), unread: [{ layer: 0, path: null, because: "cut" }] }],
    "n/a": [{ layers: sized(1e6) }],
  },
});
