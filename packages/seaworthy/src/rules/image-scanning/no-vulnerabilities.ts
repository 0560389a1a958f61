import { type Finding, finding, noOr, unknown, yes } from "../../core/answer.js";
import type { Advisories, Match, Severity } from "../../models/advisory/advisory.js";
import { type Gate, gate } from "../../models/advisory/gate.js";
import type { Image } from "../../models/image/image.js";
import { packagePlace } from "../../models/image/place.js";
import { packageOf } from "../../models/package/sketch.js";
import { defineRule } from "../../rule.js";

const MOST = 100;
const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "negligible", "unknown"];

export default defineRule({
  id: "image-scanning/no-vulnerabilities",
  claim: "no critical, high or known-exploited vulnerability is known of the image's packages",
  why: "These are the holes that attackers have tools for. One without a fix is a hole all the same: it says that another package or base is needed, or a reason why it does not matter here.",
  todo: "Update what has a fix, the base first (`docker build --pull`); for the rest take a base without the package, or say in a VEX statement or an ignore with a date why it does not count.",
  weight: "required",
  level: "error",
  since: "0.2.0",
  subject: "built",
  options: {
    levels: {
      type: "strings",
      default: ["critical", "high"],
      description: `Severities that count, of ${SEVERITIES.join(", ")}.`,
    },
    unfixed: {
      type: "string",
      default: "count",
      enum: ["count", "accept"],
      description: "Whether a vulnerability counts for which no fix is known; one that is known to be exploited always does.",
    },
  },
  image(image, { levels, unfixed }) {
    const { advisories } = image;
    if (!advisories) return unknown("no database of vulnerabilities was asked");
    const list = gate(advisories, {
      levels: SEVERITIES.filter((one) => levels.includes(one)),
      unfixed: unfixed === "accept" ? "accept" : "count",
    });
    const by = source(advisories);
    const findings = [...list.counted, ...list.unfixed].slice(0, MOST).map((match) => told(image, match));
    return noOr(findings, () => {
      if (list.undecided[0])
        return unknown(`${list.undecided[0].name} of ${list.undecided[0].package.name} has no severity that is known (${by})`);
      if (advisories.gaps[0]) return unknown(`${advisories.gaps[0]} (${by})`);
      if (image.unread.length > 0) return unknown(`not all of the image could be read (${by})`);
      if (advisories.fixture) return unknown(`none is known by ${by}, not a proof`);
      return yes(`none of ${image.packages.length} packages: ${by}${rest(list)}`);
    });
  },
  examples: [
    {
      title: "none is known",
      says: "yes",
      image: {
        packages: [packageOf("deb", "libc6")],
        advisories: { by: "seaworthy's database", date: "2026-11-22", fixture: false, matches: [], gaps: [] },
      },
    },
    {
      title: "a hole with a fix",
      says: "no",
      image: {
        advisories: {
          by: "seaworthy's database",
          date: "2026-11-22",
          fixture: false,
          gaps: [],
          matches: [
            {
              id: "DEBIAN-CVE-2022-37434",
              name: "CVE-2022-37434",
              aliases: [],
              package: packageOf("deb", "zlib1g", { version: "1:1.2.11" }),
              summary: "",
              severity: "critical",
              severityBy: "CVSS 3.1 by NVD",
              score: 9.8,
              fixedIn: "1:1.2.13",
              knownExploited: false,
              epss: 0.9,
              ignored: null,
            },
          ],
        },
      },
    },
  ],
});

function told(image: Image, { name, package: one, severity, severityBy, fixedIn, knownExploited }: Match): Finding {
  const how = `${severity}${severityBy ? ` (${severityBy})` : ""}${knownExploited ? ", known to be exploited" : ""}`;
  const fix = fixedIn === null ? "no fix is known" : `fixed in ${fixedIn}`;
  const base = one.layer !== null && image.layers[one.layer]?.fromBase === true ? ", from the base" : "";
  return finding(`${name} in ${one.name} ${one.version}${base}: ${how}, ${fix}`, packagePlace(image, one));
}

function source({ by, date, fixture }: Advisories): string {
  return `${by}${date ? ` of ${date}` : ""}${fixture ? ", a fixture database" : ""}`;
}

function rest({ accepted, ignored, below }: Gate): string {
  const parts = [
    ...(accepted.length > 0 ? [`${accepted.length} without a fix accepted`] : []),
    ...(ignored.length > 0 ? [`${ignored.length} ignored with a reason`] : []),
    ...(below.length > 0 ? [`${below.length} of lesser severity`] : []),
  ];
  return parts.length > 0 ? `; ${parts.join(", ")}` : "";
}
