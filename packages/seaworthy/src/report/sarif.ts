import type { Fix, Location, Log, Notification, Result } from "sarif";
import type { Level } from "../core/answer.js";
import { type Edit, fileOf } from "../core/edit.js";
import type { Report, ReportedFix, ReportedPlace, ReportedSource } from "../core/report.js";
import { flatFindings, isSource } from "./findings.js";
import { notesOf } from "./notes.js";

const LEVELS: Readonly<Record<Level, Result.level>> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** What SARIF tells of a rule; the caller passes those of the rules that ran. */
export interface SarifRule {
  readonly id: string;
  readonly claim: string;
  readonly why: string;
  readonly todo: string;
  readonly level: Level;
  readonly aliases?: readonly string[];
}

/** SARIF 2.1.0 (OASIS, errata 01): one result for each finding, waived ones as suppressed, problems as notifications. */
export function renderSarif(report: Report, rules: readonly SarifRule[]): string {
  const flat = flatFindings(report);
  const used = rules.filter((rule) => flat.some((one) => one.ruling.rule === rule.id));
  const indexes = new Map(used.map((rule, index) => [rule.id, index]));
  const results = flat.map(
    ({ finding, ruling, services }): Result => ({
      ruleId: ruling.rule,
      ruleIndex: indexes.get(ruling.rule) ?? -1,
      kind: "fail",
      level: LEVELS[finding.level],
      message: { text: finding.message },
      locations: [locationOf(finding.place)],
      partialFingerprints: { "seaworthy/v1": finding.fingerprint },
      baselineState: finding.baseline ? "unchanged" : "new",
      ...(finding.waived
        ? {
            suppressions: [
              {
                kind: /^(?:\.\.\/)*(?:seaworthy\.ya?ml|package\.json|(?:\S+\/)?\.?hadolint\.ya?ml):/.test(finding.waived.by)
                  ? "external"
                  : "inSource",
                status: "accepted",
                justification: `${finding.waived.reason}${finding.waived.until ? ` (until ${finding.waived.until})` : ""}`,
              },
            ],
          }
        : {}),
      ...(finding.fixes.length > 0 ? { fixes: finding.fixes.map(fixOf) } : {}),
      properties: {
        services,
        weight: ruling.weight,
        depth: ruling.depth,
        ...(finding.deployment ? { deployment: finding.deployment } : {}),
      },
    }),
  );
  const sarif: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            rules: used.map((rule) => ({
              id: rule.id,
              shortDescription: { text: rule.claim },
              fullDescription: { text: rule.why },
              help: { text: `${rule.todo} (seaworthy explain ${rule.id})` },
              defaultConfiguration: { level: LEVELS[rule.level] },
              properties: {
                tags: [rule.id.slice(0, rule.id.indexOf("/")), ...(rule.aliases ?? [])],
              },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: {
          "%SRCROOT%": {
            description: { text: "the root of the inspected project" },
          },
        },
        invocations: [
          {
            executionSuccessful: report.problems.every((problem) => problem.kind !== "config"),
            toolExecutionNotifications: [
              ...report.problems.map(
                (problem): Notification => ({
                  level: problem.kind === "waiver" || problem.kind === "interpolation" ? "note" : "warning",
                  message: { text: `${problem.kind}: ${problem.message}` },
                  locations: [physical(problem.place)],
                }),
              ),
              ...notesOf(report).map((note): Notification => ({ level: "note", message: { text: note } })),
            ],
          },
        ],
        results,
      },
    ],
  };
  return `${JSON.stringify(sarif, null, 2)}\n`;
}

function locationOf(place: ReportedPlace): Location {
  if (isSource(place)) return physical(place);
  const name =
    "image" in place
      ? `image ${place.image.part} ${place.image.path ?? place.image.layer ?? ""}`.trim()
      : `trial ${place.trial.drill}`;
  const logical: Location = { logicalLocations: [{ fullyQualifiedName: name }] };
  const written = "image" in place ? place.image.written : undefined;
  if (!written) return logical;
  const artifactLocation = { uri: uriOf(written.file), uriBaseId: "%SRCROOT%" };
  return { physicalLocation: { artifactLocation, region: { startLine: written.line } }, ...logical };
}

/** A fix, the changes of one file together. */
function fixOf({ title, safety, edits }: ReportedFix): Fix {
  const files = new Map<string, Edit[]>();
  for (const edit of edits) files.set(fileOf(edit), [...(files.get(fileOf(edit)) ?? []), edit]);
  return {
    description: { text: safety === "safe" ? title : `${title} (changes what the container does: review it)` },
    artifactChanges: [...files].map(([file, own]) => ({
      artifactLocation: { uri: uriOf(file), uriBaseId: "%SRCROOT%" },
      replacements: own.map((edit) => {
        const [start, end] = "create" in edit ? [0, 0] : edit.range;
        return { deletedRegion: { charOffset: start, charLength: end - start }, insertedContent: { text: edit.text } };
      }),
    })),
  };
}

function uriOf(file: string): string {
  return file.split("/").map(encodeURIComponent).join("/");
}

function physical(place: ReportedSource): Location {
  const { start, end } = place;
  return {
    physicalLocation: {
      artifactLocation: {
        uri: uriOf(place.file),
        uriBaseId: "%SRCROOT%",
      },
      region: {
        startLine: start.line,
        startColumn: start.column,
        endLine: end.line,
        endColumn: end.column,
        charOffset: start.offset,
        charLength: Math.max(0, end.offset - start.offset),
      },
    },
  };
}
