import { setFlagsFromString } from "node:v8";

const MANY_SERVICES = 20;
const VERY_MANY_SERVICES = 1000;

/**
 * Tells the JavaScript engine what kind of work comes. A flag that it does not know would be told to the user: only versions that know them
 * are told.
 */
export function tellEngine(services: number): void {
  if (!/^v2[024]\./.test(process.version)) return;
  // A service takes thousands of small functions, each called a few times: what is woven together into large ones is compiled for longer than it gains.
  if (services >= MANY_SERVICES) setFlagsFromString("--max-inlined-bytecode-size-cumulative=100");
  // The report of thousands of services grows until it is printed, and the engine would let its memory grow to more than twice of what is
  // in use before it looks again what may go.
  if (services >= VERY_MANY_SERVICES) setFlagsFromString("--heap-growing-percent=10");
}
