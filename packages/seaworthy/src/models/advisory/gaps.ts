import type { Image } from "../image/image.js";
import type { Package } from "../package/package.js";
import { languageEcosystem } from "./ecosystem.js";
import { endedOn, type SystemFacts, type systemRelease } from "./release.js";
import type { DatabaseInfo } from "./stored.js";

/** What matching asks of an image besides its packages. */
export interface ImageFacts extends SystemFacts {
  /** The day of the inspection, `YYYY-MM-DD`. */
  readonly today: string;
  /** A database older than this many days proves nothing. */
  readonly maxAgeDays: number;
  readonly unread: Image["unread"];
}

/** Why the list of an image's vulnerabilities may be short, whatever was found. */
export function gapsOfImage(
  packages: readonly Package[],
  facts: ImageFacts,
  system: ReturnType<typeof systemRelease>,
  info: DatabaseInfo,
  used: readonly string[],
): readonly string[] {
  const gaps: string[] = [];
  const installed = packages.filter((one) => languageEcosystem(one.kind) === null && !one.thirdParty).length;
  if (info.fixture) gaps.push(FIXTURE);
  if (!info.kev) gaps.push("the database has no list of known exploited vulnerabilities (seaworthy db update --kev FILE)");
  if (packages.length === 0) gaps.push("no package was found in the image: nothing was compared");
  if (installed > 0) {
    if ("because" in system) gaps.push(`${system.because}: ${packagesText(installed)} not judged`);
    else {
      const known = info.ecosystems.find(({ name }) => name === system.ecosystem);
      if (!known) {
        gaps.push(
          `the database has no ${system.ecosystem}: ${packagesText(installed)} not judged (seaworthy db update --ecosystem "${system.ecosystem}")`,
        );
      } else if (system.releases(known.releases).length === 0) {
        gaps.push(`the database has no advisory for ${system.label}: ${packagesText(installed)} not judged`);
      }
    }
  }
  const end = endedOn(facts.os, facts.today);
  if (end && facts.os) gaps.push(`${facts.os.prettyName || facts.os.id} has had no security updates since ${end}`);
  for (const { name, date } of info.ecosystems) {
    if (!used.includes(name)) continue;
    if (date === "") gaps.push(`the data of ${name} says of no day: it may be old`);
    const age = daysBetween(date, facts.today);
    if (age > facts.maxAgeDays) {
      gaps.push(`the data of ${name} is of ${date}, ${age} days old: more than ${facts.maxAgeDays} (seaworthy db update)`);
    }
  }
  for (const { layer, path, because } of facts.unread) {
    const what = path ?? (layer === null ? "a layer" : `layer ${layer + 1}`);
    gaps.push(`${what} could not be read: ${because}`);
  }
  return gaps.length > MOST ? [...gaps.slice(0, MOST), `and ${gaps.length - MOST} more`] : gaps;
}

/** What every report made with a database for tests repeats. */
export const FIXTURE = "fixture database, not a proof";

const MOST = 20;

function packagesText(count: number): string {
  return count === 1 ? "1 package is" : `${count} packages are`;
}

/** The oldest day of the data that was asked; of all of it where none was. */
export function datesUsed(info: DatabaseInfo, used: readonly string[]): string | null {
  const asked = info.ecosystems.filter(({ name }) => used.includes(name));
  return (asked.length > 0 ? asked : info.ecosystems).map(({ date }) => date).sort()[0] || null;
}

/** Whole days from one `YYYY-MM-DD` to another; 0 for what is no day. */
export function daysBetween(from: string, to: string): number {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return Number.isFinite(days) ? Math.round(days) : 0;
}

/** A few of many, for a sentence. */
export function listed(names: readonly string[], most = 5): string {
  const sorted = [...names].sort();
  const rest = sorted.length - most;
  return rest > 0 ? `${sorted.slice(0, most).join(", ")} and ${rest} more` : sorted.join(", ");
}
