import { type Finding, finding } from "../../core/answer.js";
import { lazy } from "../../core/lazy.js";
import type { Dockerfile, Stage } from "../dockerfile/dockerfile.js";
import { callsAny } from "../dockerfile/written.js";
import { type Command, type Script, startsAny } from "../shell/script.js";

type Lists = "apt" | "apk" | "zypper";
const PROGRAMS: ReadonlyMap<string, Lists> = new Map([
  ["apt-get", "apt"],
  ["apt", "apt"],
  ["aptitude", "apt"],
  ["apk", "apk"],
  ["zypper", "zypper"],
]);
/** Programs that install with the lists of the system, by themselves or by a script that is not read here. */
const MAY_INSTALL =
  /^(sh|bash|dash|source|\.|xargs|dpkg|gdebi|mk-build-deps|rosdep|install_packages|playwright|npx|tasksel|unattended-upgrade|debootstrap|pip3?|python3?|curl|wget|make|ansible-playbook)$|\.(sh|py|bash)$|install/;

const FETCHES: ReadonlySet<string> = new Set(["update", "refresh", "ref"]);
const USES: ReadonlySet<string> = new Set(
  "install add in upgrade dist-upgrade full-upgrade safe-upgrade build-dep satisfy download source patch dup up".split(" "),
);
const FRESH: ReadonlySet<string> = new Set(["--no-cache", "-U", "--update-cache", "--update"]);
const LOCAL = /^\.{0,2}\/|\.(deb|apk|rpm)$/;
const NAMES: readonly string[] = [...PROGRAMS.keys()];
const NOTHING = Object.freeze({ findings: Object.freeze([]), joined: 0 });

interface Calls {
  readonly updates: ReadonlyMap<Lists, Command>;
  readonly installs: ReadonlyMap<Lists, Command>;
  /** Whether something else in the RUN may use the lists. */
  readonly opaque: () => boolean;
  readonly clears: boolean;
}

function callsOf({ commands }: Script): Calls {
  const updates = new Map<Lists, Command>();
  const installs = new Map<Lists, Command>();
  let clears = false;
  for (const command of commands) {
    const { name, words } = command;
    if (name === "rm" && words.some(({ text }) => text.includes("/apt/lists") || text.includes("/cache/apk"))) clears = true;
    const lists = listsOf(command);
    if (!lists) continue;
    const verb = words.find(({ text }, index) => index > 0 && !text.startsWith("-"))?.text ?? "";
    if (FETCHES.has(verb)) updates.set(lists, command);
    else if (USES.has(verb)) {
      if (words.some(({ text }) => text.startsWith("-") && FRESH.has(text))) updates.set(lists, command);
      if (!installsFiles(command, verb)) installs.set(lists, command);
    }
  }
  return { updates, installs, opaque: lazy(() => commands.some(mayInstall)), clears };
}

/** Whether all that it names are files that are there. */
function installsFiles({ words }: Command, verb: string): boolean {
  let named = false;
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? "";
    if (text.startsWith("-") || text === verb) continue;
    if (!LOCAL.test(text)) return false;
    named = true;
  }
  return named;
}

function listsOf({ name }: Command): Lists | undefined {
  return name === null ? undefined : PROGRAMS.get(name);
}

function mayInstall(command: Command): boolean {
  const { name, words } = command;
  return name === null || (listsOf(command) === undefined && MAY_INSTALL.test(words[0]?.text ?? name));
}

/** The RUNs that fetch package lists apart from the installs that use them, and how many installs fetch their own. */
export function listUpdates(
  dockerfile: Dockerfile,
  stages: readonly Stage[],
): { readonly findings: readonly Finding[]; readonly joined: number } {
  if (!callsAny(dockerfile, NAMES)) return NOTHING;
  const file = dockerfile.path;
  const findings = new Map<number, Finding>();
  let joined = 0;
  for (const each of stages) {
    const kept = new Set<Lists>();
    for (const { script } of each.facts.runs) {
      // Most RUNs have nothing to do with the lists.
      if (!script || !startsAny(script, NAMES)) continue;
      const { updates, installs, opaque, clears } = callsOf(script);
      for (const [lists, command] of updates) {
        if (installs.has(lists) || clears || opaque()) continue;
        findings.set(
          command.range[0],
          finding(`${lists}'s lists are fetched in a RUN that installs nothing: once cached they grow old`, {
            file,
            range: command.range,
          }),
        );
      }
      for (const [lists, command] of installs) {
        if (updates.has(lists)) joined += 1;
        else if (kept.has(lists) && !opaque())
          findings.set(
            command.range[0],
            finding(`installs from ${lists}'s lists of an earlier RUN, which may be cached and old`, {
              file,
              range: command.range,
            }),
          );
      }
      for (const lists of updates.keys()) if (!clears && installs.has(lists)) kept.add(lists);
    }
  }
  return { findings: [...findings.values()].slice(0, 20), joined };
}
