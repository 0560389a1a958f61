declare const __SEAWORTHY_VERSION__: string | undefined;

/** The package's version, put in by the build. */
export const VERSION: string = typeof __SEAWORTHY_VERSION__ === "string" ? __SEAWORTHY_VERSION__ : "0.0.0-source";
