import type { Report } from "../core/report.js";

/** What there is to know about the run itself, a line each: no finding, and no bad input. */
export function notesOf({ inspected }: Report): readonly string[] {
  const notes: string[] = [];
  const { config, shellcheck, fixes } = inspected;
  if (config?.of === "hadolint") {
    const left = config.left.length > 0 ? `, but for ${config.left.slice(0, 10).join(", ")}` : "";
    notes.push(`The settings are those of ${config.path}, hadolint's config${left}`);
  }
  if (shellcheck && shellcheck.because !== null)
    notes.push(
      `${shellcheck.checked === 0 ? "Shell scripts were not" : "Not all shell scripts were"} checked: ${shellcheck.because}`,
    );
  if (fixes && fixes.untried > 0)
    notes.push(
      `${fixes.untried} of ${fixes.tried + fixes.untried} fixes were not tried, and are not told: that would have taken too long. \`seaworthy fix\` tries all`,
    );
  return notes;
}
