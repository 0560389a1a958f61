import { Option } from "commander";

export function failOn(): Option {
  const levels = ["error", "warning", "info", "none"];
  return new Option("--fail-on <level>", "the least level of an unmet finding that fails the run").choices(levels);
}

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
