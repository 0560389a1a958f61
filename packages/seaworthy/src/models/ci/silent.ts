/** Names of scanners, and the words that steps which scan are named with. */
const SCANNING =
  /scan|trivy|grype|snyk|scout|clair|anchore|syft|prisma|twistlock|twistcli|aqua|xray|jfrog|\bwiz|sysdig|mend\b|checkmarx|blackduck|black-duck|qualys|neuvector|vuln|secur|\bcves?\b/i;
/** What brings in steps that stand elsewhere. */
const ELSEWHERE =
  /@Library|\blibrary\s*\(|\bload\s*\(?\s*['"]|\borbs?\s*:|\btemplates?\s*:|\bextends\s*:|\binclude\b|\bimport\s*:|\buses\s*:|\bpipe\s*:|\btrigger\s*:|^\s*%/im;
const LONGEST = 200_000;

interface Source {
  readonly path: string;
  readonly text: string;
}

/**
 * Of pipelines in formats that are not read, those that certainly scan nothing: neither they nor a script of the project has any
 * word of it, and they take in no steps from elsewhere.
 */
export function silentPipelines(unread: readonly string[], files: readonly Source[]): readonly string[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const silent = unread.filter((path) => {
    const text = texts.get(path);
    return text !== undefined && text.trim() !== "" && text.length < LONGEST && !SCANNING.test(text) && !ELSEWHERE.test(text);
  });
  if (silent.length === 0) return [];
  const seen = new Set(unread);
  const spoken = files.some(
    ({ path, text }) => !seen.has(path) && /\.(?:sh|bash)$|[Mm]akefile$|[Jj]ustfile$/.test(path) && NAMED.test(text),
  );
  return spoken ? [] : silent;
}

/** A scanner that a script starts. */
const NAMED = /\b(?:trivy|grype|snyk|docker scout|clairctl|anchore-cli|twistcli|xray|osv-scanner)\b/i;
