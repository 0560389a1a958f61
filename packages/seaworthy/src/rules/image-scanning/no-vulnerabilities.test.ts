import type { Advisories, Match } from "../../models/advisory/advisory.js";
import { packageOf } from "../../models/package/sketch.js";
import { layersOf } from "../../testing/layers.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-vulnerabilities.js";

const match = (more: Partial<Match> = {}): Match => ({
  id: "DEBIAN-CVE-2026-1",
  name: "CVE-2026-1",
  aliases: [],
  package: packageOf("deb", "zlib1g"),
  summary: "",
  severity: "high",
  severityBy: "Debian",
  score: null,
  fixedIn: "2.0.0",
  knownExploited: false,
  epss: null,
  ignored: null,
  ...more,
});
const known = (matches: readonly Match[], more: Partial<Advisories> = {}) => ({
  advisories: { by: "seaworthy's database", date: "2026-11-22", fixture: false, matches, gaps: [], ...more },
});

testRule(rule, {
  image: {
    yes: [
      known([]),
      { image: known([match({ severity: "medium" })]), because: "1 of lesser severity" },
      {
        image: known([match({ ignored: { reason: "not called", until: null, by: "vex.json" } })]),
        because: "1 ignored with a reason",
      },
      { image: known([match({ fixedIn: null })]), options: { unfixed: "accept" }, because: "1 without a fix accepted" },
      { image: known([match()]), options: { levels: ["critical"] } },
    ],
    no: [
      { image: known([match()]), because: "high (Debian), fixed in 2.0.0", at: ["/var/lib/dpkg/status"] },
      { image: known([match({ fixedIn: null })]), because: "no fix is known" },
      {
        image: known([match({ severity: "low", fixedIn: null, knownExploited: true })]),
        options: { unfixed: "accept" },
        because: "known to be exploited",
      },
      {
        image: { ...known([match({ package: packageOf("deb", "zlib1g", { layer: 0 }) })]), layers: layersOf("base", "COPY . .") },
        because: "from the base",
      },
      { title: "a fixture's no is a no", image: known([match()], { fixture: true }) },
      { title: "though the list may be short", image: known([match()], { gaps: ["the system is not known"] }) },
    ],
    unknown: [
      { image: {}, because: "no database" },
      { image: known([], { gaps: ["Debian 7 has no advisories"] }), because: "Debian 7" },
      { image: known([], { fixture: true }), because: "a fixture database, not a proof" },
      { image: known([match({ severity: "unknown" })]), because: "no severity that is known" },
      { ...known([]), unread: [{ layer: 0, path: null, because: "cut" }] },
    ],
  },
});
