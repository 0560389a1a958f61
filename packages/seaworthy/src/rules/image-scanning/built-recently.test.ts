import { testRule } from "../../testing/test-rule.js";
import rule from "./built-recently.js";

const built = (created: string | null) => ({ today: "2026-11-23", config: { created } });

testRule(rule, {
  image: {
    yes: [
      built("2026-11-23T23:59:59Z"),
      { image: built("2026-10-23T00:00:00Z"), because: "31 days ago" },
      { image: built("2026-01-01T00:00:00Z"), options: { maxDays: 400 } },
    ],
    no: [
      { image: built("2026-10-22T23:59:59+01:00"), because: "32 days ago", at: ["created"] },
      built("2019-05-11T00:07:03.510395965Z"),
    ],
    unknown: [
      { image: built(null), because: "reproducible" },
      { image: built("2027-01-01T00:00:00Z"), because: "is to come" },
      built("yesterday"),
    ],
    "n/a": [{ form: "rootfs" }],
  },
});
