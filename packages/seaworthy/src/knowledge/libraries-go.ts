import type { ClientLibrary } from "./libraries.js";

export const GO_FRAMEWORKS: readonly ClientLibrary[] = [];
