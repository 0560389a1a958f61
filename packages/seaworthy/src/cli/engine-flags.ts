import { setFlagsFromString } from "node:v8";

const MANY_SERVICES = 20;
const VERY_MANY_SERVICES = 1000;
/** So many that functions by themselves, and woven together, are run for longer than it takes to compile them. */
const WORTH_COMPILING = 5000;
const WORTH_WEAVING = 25_000;

/** What has a function run for longer before it is compiled to the fastest code, by the engine's make: to each its own word. */
const LATER: Readonly<Record<string, string>> = {
  20: "--interrupt-budget=500000",
  22: "--invocation-count-for-turbofan=15000",
  24: "--invocation-count-for-turbofan=30000",
};

/**
 * Tells the JavaScript engine what kind of work comes. A flag that it does not know would be told to the user: only versions that know them
 * are told.
 */
export function tellEngine(services: number): void {
  const later = LATER[process.versions.node.split(".")[0] ?? ""];
  if (!later) return;
  // A service takes thousands of small functions, each called a few times: to compile most of them to the fastest code takes longer than it
  // gains, and longer yet where they are woven together into large ones.
  if (services >= MANY_SERVICES && services < WORTH_COMPILING) setFlagsFromString(later);
  if (services >= MANY_SERVICES && services < WORTH_WEAVING) setFlagsFromString("--max-inlined-bytecode-size-cumulative=100");
  // The report of thousands of services grows until it is printed, and the engine would let its memory grow to more than twice of what is
  // in use before it looks again what may go.
  if (services >= VERY_MANY_SERVICES) setFlagsFromString("--heap-growing-percent=5");
}
