const WORD =
  "_{0,2}(?:(?:db|database|api|app|service|server|system)[-_]?health(?:z|[-_]?check)?|(?:lb|load[-_]?balancer)[-_]?(?:health|check|status)|health|healthz|health[-_]?checks?|healthcheckz?|healthy|live|livez|liveness|livecheck|ready|readyz|readiness|readycheck|status|statusz?|ping|up|heartbeat|alive|alivez)";
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
  const parts = bare.split("/").filter((part) => part !== "");
  if (!VAGUE.test(bare)) return parts.length <= 5;
  const at = parts.findLastIndex((part) => EVERYDAY.test(part));
  return at <= 2 && (at <= 0 || PREFIX.test(parts[at - 1] as string));
}

const EVERYDAY = /^_{0,2}(?:live|status|ping|up|ready|alive)$/i;
/** What may stand before an everyday word without making it a business path. */
const PREFIX =
  /^(?:api|v\d+|internal|system|admin|app|probes?|monitor\w*|k8s|_.*|-|health\w*|.*-health|status|public|actuator|utils?)$/i;

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
