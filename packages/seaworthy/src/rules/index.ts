import type { AnyRule } from "../rule.js";

export const RULES: readonly AnyRule[] = [];
