/** Whether something fails on critical as well as on high findings, and why. null: it cannot be told. */
export interface Verdict {
  readonly gates: boolean | null;
  readonly because: string;
}

const RANKS: ReadonlyMap<string, number> = new Map([
  ["unknown", 0],
  ["none", 0],
  ["negligible", 0],
  ["unspecified", 0],
  ["defcon1", 5],
  ["low", 1],
  ["medium", 2],
  ["moderate", 2],
  ["high", 3],
  ["critical", 4],
]);

/** A lowest severity that still fails: null is not literal. */
export function threshold(level: string | null, source: string): Verdict {
  if (level === null) return { gates: null, because: `${source} is not literal` };
  const rank = RANKS.get(level.trim().toLowerCase());
  if (rank === undefined) return { gates: null, because: `${source} is "${level}", which is not a known severity` };
  if (rank > 3) return { gates: false, because: `${source} lets high findings pass` };
  return { gates: true, because: `fails from severity ${level.trim().toLowerCase()} on` };
}

/** A list of severities that fail: undefined is all. */
export function severities(list: string | null | undefined, source: string): Verdict {
  if (list === undefined || list?.trim() === "") return { gates: true, because: "fails on findings of every severity" };
  if (list === null) return { gates: null, because: `${source} is not literal` };
  const named = list.toLowerCase().split(/[\s,]+/);
  const missing = ["critical", "high"].filter((one) => !named.includes(one));
  if (missing.length > 0) return { gates: false, because: `${source} leaves out ${missing.join(" and ")}` };
  return { gates: true, because: `fails on ${named.filter((one) => one !== "").join(", ")}` };
}

/** An exit code that is asked for: 0 or none is no gate. */
export function exitCode(code: string | null | undefined, source: string): Verdict | null {
  if (code === null) return { gates: null, because: `${source} is not literal` };
  if (code === undefined || code.trim() === "") return { gates: false, because: `without ${source} it reports and never fails` };
  if (/^0+$/.test(code.trim())) return { gates: false, because: `${source} is 0: it reports and never fails` };
  return null;
}

/** A verdict with the remark that findings without a fix do not count. */
export function noted(verdict: Verdict, unfixed: boolean): Verdict {
  return unfixed && verdict.gates ? { ...verdict, because: `${verdict.because}, findings without a fix left out` } : verdict;
}
