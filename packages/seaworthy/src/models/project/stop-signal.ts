import { remembered } from "../../core/kept.js";
import type { SourcePlace } from "../../core/place.js";
import { factsOfBase } from "./base-facts.js";
import type { Deployment } from "./deployment.js";
import type { Service } from "./service.js";

/** Numbers as Linux has them on x86 and ARM. */
const NUMBERS: ReadonlyMap<number, string> = new Map([
  [1, "HUP"],
  [2, "INT"],
  [3, "QUIT"],
  [6, "ABRT"],
  [9, "KILL"],
  [10, "USR1"],
  [12, "USR2"],
  [13, "PIPE"],
  [14, "ALRM"],
  [15, "TERM"],
  [18, "CONT"],
  [19, "STOP"],
  [20, "TSTP"],
  [28, "WINCH"],
  [30, "PWR"],
  [37, "RTMIN+3"],
]);
const NAMES: ReadonlySet<string> = new Set([
  ...NUMBERS.values(),
  ..."ILL TRAP BUS FPE SEGV STKFLT CHLD TTIN TTOU URG XCPU XFSZ VTALRM PROF IO POLL SYS IOT CLD".split(" "),
]);

/** The signal that stops a service, and who says so. */
export interface StopSignal {
  /** As written. */
  readonly written: string;
  /** Upper case, without SIG; null when it is a variable without a value, or no signal. */
  readonly name: string | null;
  readonly place: SourcePlace | null;
  readonly by: "deployment" | "image" | "base" | "default";
}

/** The name of a signal, upper case and without SIG, from a name or a number; null when there is none. */
export const signalName = remembered((written: string): string | null => {
  const text = written.trim().toUpperCase();
  if (/^\d{1,2}$/.test(text)) return NUMBERS.get(Number(text)) ?? (Number(text) > 0 && Number(text) < 65 ? text : null);
  const name = text.replace(/^SIG/, "");
  return NAMES.has(name) || /^RTM(?:IN(?:\+\d{1,2})?|AX(?:-\d{1,2})?)$/.test(name) ? name : null;
}, 100);

/** The signal in force: a deployment's, else the image's, else that of its base, else SIGTERM. */
export function stopSignalOf(service: Service, deployment: Deployment | null): StopSignal {
  const told = deployment?.compose?.stopSignal;
  if (told) return made(told.value, told.place, "deployment");
  const set = service.stage?.facts.stopSignal;
  if (set) return made(set.value, set.place, set.source === "base" ? "base" : "image");
  const base = service.stage ? factsOfBase(service.stage)?.stopSignal : null;
  return base ? made(base, null, "base") : made("SIGTERM", null, "default");
}

function made(written: string, place: SourcePlace | null, by: StopSignal["by"]): StopSignal {
  return { written, name: signalName(written), place, by };
}
