import { type Json, list, number, object, objects, text } from "../json.js";
import { ratingOfScore } from "../rating.js";
import { digestsIn, matchesOf, type Reported, type ScannerReport } from "./scanner-report.js";

/** Scanners whose results are vulnerabilities; another tool's SARIF without any would be silence. */
const SCANNERS = /^(?:trivy|grype|docker[ -]?scout)$/i;
const VULNERABILITY =
  /^(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3}|(?:PYSEC|GO|RUSTSEC|DSA|DLA|ELSA|RHSA|ALAS\w*|TEMP|BIT|ALPINE|DEBIAN|UBUNTU)-[\w.:-]+)/i;

/** A SARIF 2.1.0 log of a scanner that is known; a sentence for another tool's; null: it is no SARIF. */
export function readSarif(log: Json): ScannerReport | string | null {
  if (!Array.isArray(log.runs) || !text(log.version).startsWith("2.1")) return null;
  const runs = objects(log.runs);
  const named = runs.map((run) => object(object(run.tool)?.driver));
  const names = named.map((driver) => text(driver?.name));
  const other = names.find((name) => !SCANNERS.test(name.trim()));
  if (runs.length === 0) return "is SARIF without a run";
  if (other !== undefined)
    return `is SARIF of \`${other.slice(0, 60)}\`, which is not known to look for vulnerabilities in images`;
  const version = text(named[0]?.semanticVersion) || text(named[0]?.version);
  const properties = runs.map((run) => object(run.properties));
  return {
    advisories: {
      by: `${(names[0] ?? "").toLowerCase()}${version === "" ? "" : ` ${version}`}`,
      date: null,
      fixture: false,
      matches: matchesOf(runs.flatMap(findingsOf)),
      gaps: [],
    },
    image: {
      digests: digestsIn(properties.flatMap((one) => [text(one?.imageID), ...list(one?.repoDigests).map(text)])),
      diffIds: [],
    },
    tellsExploited: false,
  };
}

function findingsOf(run: Json): readonly Reported[] {
  const driver = object(object(run.tool)?.driver);
  const rules = list(driver?.rules).map(object);
  const byId = new Map(rules.map((rule) => [text(rule?.id), rule]));
  const tool = text(driver?.name).toLowerCase();
  return list(run.results).flatMap((given) => {
    const result = object(given);
    const ruleId = text(result?.ruleId) || text(object(result?.rule)?.id);
    const index = number(result?.ruleIndex) ?? -1;
    const rule = byId.get(ruleId) ?? rules[index] ?? null;
    const id = VULNERABILITY.exec(ruleId || text(rule?.id))?.[0] ?? "";
    return result && id !== "" ? [findingOf(result, rule, plainId(id, ruleId), tool)] : [];
  });
}

/** Grype puts the package's name behind the id. */
function plainId(id: string, ruleId: string): string {
  return /^(CVE-\d{4}-\d+|GHSA(?:-[0-9a-z]{4}){3})/i.exec(ruleId)?.[1] ?? id;
}

function findingOf(result: Json, rule: Json | null, id: string, tool: string): Reported {
  const properties = object(rule?.properties);
  const said = facts(`${text(object(rule?.help)?.text)}\n${text(object(result.message)?.text)}`);
  const purl = list(properties?.purls).map(text)[0] ?? "";
  const sentence = /package: (\S+), version (\S+) was found/.exec(text(object(result.message)?.text));
  const name =
    said.get("package") ?? sentence?.[1] ?? /([^/@]+)@[^/]*$/.exec(purl)?.[1] ?? "a package that the report does not name";
  const version = said.get("installed version") ?? said.get("version") ?? sentence?.[2] ?? /@([^?#]*)/.exec(purl)?.[1] ?? "";
  const score = Number(text(properties?.["security-severity"]) || Number.NaN);
  const word = said.get("severity") ?? text(properties?.cvssV3_severity);
  const place = object(object(object(list(result.locations)[0])?.physicalLocation)?.artifactLocation);
  const suppressions = objects(result.suppressions).filter((one) => text(one.status) !== "rejected");
  return {
    id,
    aliases: [],
    kind: said.get("type") ?? "",
    name,
    version: decoded(version),
    purl,
    path: text(place?.uri),
    source: null,
    layer: null,
    summary: text(object(rule?.shortDescription)?.text),
    severity: word !== "" ? word : Number.isFinite(score) ? ratingOfScore(score) : "",
    severityBy: `${tool}'s SARIF`,
    score: Number.isFinite(score) ? score : null,
    fixedIn: fixOf(said.get("fixed version") ?? said.get("fix version") ?? text(properties?.fixed_version)),
    knownExploited: false,
    epss: null,
    ignored: suppressions[0]
      ? { reason: text(suppressions[0].justification) || "suppressed", until: null, by: `${tool}'s SARIF` }
      : null,
  };
}

/** `Severity: HIGH` lines, by their lower-cased names; the later, of the result itself, go before those of the rule. */
function facts(lines: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of lines.split("\n")) {
    const [, name = "", value = ""] = /^\s*([A-Z][A-Za-z ]{2,20}?)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== "" && (value !== "" || !found.has(name.toLowerCase()))) found.set(name.toLowerCase(), value);
  }
  return found;
}

function fixOf(text: string): string {
  return /^(?:not fixed|none|n\/a|-)$/i.test(text.trim()) ? "" : text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
