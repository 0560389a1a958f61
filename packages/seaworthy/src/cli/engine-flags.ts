import { setFlagsFromString } from "node:v8";

const MANY_SERVICES = 20;
const VERY_MANY_SERVICES = 1000;
/** So many that what is compiled for long is run for longer. */
const ENDLESS_SERVICES = 5000;

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
  if (services >= MANY_SERVICES) {
    // A service takes thousands of small functions, each called a few times: what is woven together into large ones is compiled for longer than it gains.
    setFlagsFromString("--max-inlined-bytecode-size-cumulative=100");
    // And so is most of them by itself, until some thousand services have called it.
    if (services < ENDLESS_SERVICES) setFlagsFromString(later);
  }
  // The report of thousands of services grows until it is printed, and the engine would let its memory grow to more than twice of what is
  // in use before it looks again what may go.
  if (services >= VERY_MANY_SERVICES) setFlagsFromString("--heap-growing-percent=10");
}
