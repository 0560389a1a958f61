const WORD =
  "_{0,2}(?:health|healthz|health[-_]?checks?|healthcheckz?|healthy|live|livez|liveness|livecheck|ready|readyz|readiness|readycheck|status|statusz?|ping|up|heartbeat|alive|alivez)";
const HEALTH = new RegExp(`^(?:[^{}:<>*]*/)?${WORD}(?:/[\\w-]+)?/?$`, "i");
/** Words that are also everyday business paths: only near the root. */
const VAGUE = /(?:^|\/)_{0,2}(?:live|status|ping|up|ready|alive)(?:\/[\w-]+)?\/?$/i;

/** Whether a route's path is one that a probe would ask, by its name or because a probe does ask it. */
export function isHealthPath(path: string, probePaths: readonly string[] = []): boolean {
  const bare = path
    .replace(/\\\//g, "/")
    .replace(/^[\^]|[$]$/g, "")
    .replace(/\?.*$/, "");
  if (bare.length > 80 || bare.includes("://") || /[{}:<>*\s]/.test(bare)) return false;
  if (probePaths.some((probe) => samePath(probe, bare) || (bare === "/" && /^\/?(?:[?#].*)?$/.test(probe)))) return true;
  if (!HEALTH.test(bare)) return false;
  const depth = bare.split("/").filter((part) => part !== "").length;
  return VAGUE.test(bare)
    ? depth <= 3 && !/[a-z]\/(?:live|status|up|ready)$/i.test(bare.replace(/^\/?(?:api|v\d|_)\//i, ""))
    : depth <= 5;
}

/** Whether the path that a probe asks can be this route: equal, or the route mounted below a prefix. */
export function samePath(probe: string, route: string): boolean {
  const asked = trim(probe);
  const own = trim(route);
  return own !== "" && (asked === own || asked.endsWith(`/${own}`));
}

function trim(path: string): string {
  return path
    .replace(/[?#].*$/, "")
    .replace(/^\/+|\/+$/g, "")
    .toLowerCase();
}
