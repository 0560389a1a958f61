import { layersOf } from "../../testing/layers.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./size.js";

const sized = (...bytes: number[]) =>
  layersOf(...bytes.map(() => "RUN make")).map((layer, index) => ({ ...layer, bytes: bytes[index] ?? 0 }));

testRule(rule, {
  image: {
    yes: [{ layers: sized(100e6, 400e6) }, { image: { layers: sized(900e6) }, options: { maxMegabytes: 1000 } }],
    no: [
      { image: { layers: sized(100e6, 401e6) }, because: "501 MB, more than 500 MB: 401 MB by RUN make" },
      { image: { layers: sized(2e6) }, options: { maxMegabytes: 1 } },
    ],
    unknown: [{ layers: sized(1), unread: [{ layer: 0, path: null, because: "cut" }] }],
    "n/a": [{}],
  },
});
