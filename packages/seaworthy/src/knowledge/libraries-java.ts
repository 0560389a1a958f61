export const JAVA_FRAMEWORKS: readonly (readonly [RegExp, string])[] = [];
