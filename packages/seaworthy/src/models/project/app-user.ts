import { baseFacts } from "../../knowledge/bases.js";
import type { Instruction } from "../dockerfile/ast.js";
import type { Stage } from "../dockerfile/dockerfile.js";
import { accountsOf, type MadeAccount, renumbersAccounts } from "../shell/users.js";
import { factsOfBase } from "./base-facts.js";
import { joinPath } from "./paths.js";
import type { Service } from "./service.js";
import { isRootUser } from "./uid.js";

/** A user to run an app with. */
export interface AppUser {
  /** What USER is given: "1000", "10001:10001". */
  readonly user: string;
  /** Commands that make it; none where it is there. */
  readonly made: readonly string[];
  /** Where the command that makes it is told its number. */
  readonly numbered?: { readonly offset: number; readonly text: string };
  readonly title: string;
}

const UID = 10001;

/** A user without rights for a stage: the one that its base or its own RUNs have, else one that the distribution's commands make; or why there is none. */
export function appUser(stage: Stage): AppUser | string {
  const renumbered = stage.facts.runs.some(({ script }) => script !== null && renumbersAccounts(script));
  const accounts = stage.facts.runs.flatMap(({ script }) => (script ? accountsOf(script) : []));
  const own = accounts.filter(({ kind, name, id }) => kind === "user" && /^[\w.-]+$/.test(name) && id !== 0).at(-1);
  const number = own && !renumbered ? numberFor(own, accounts, stage) : null;
  if (own && number)
    return {
      user: String(UID),
      made: [],
      numbered: number,
      title: `run as ${own.name}, which the file makes, and give it a number that is known`,
    };
  if (own)
    return {
      user: String(renumbered ? own.name : (own.id ?? own.name)),
      made: [],
      title: `run as ${own.name}, which the file makes`,
    };
  const { base } = stage;
  if (base.kind === "scratch") return { user: "65532:65532", made: [], title: "run as a number that is not root's" };
  if (base.kind === "unresolved") return "which users the base has is not known";
  const facts = factsOfBase(stage);
  if (!facts) return "which users the base has is not known";
  if (facts.purpose === "server")
    return `${facts.name} prepares itself as root: an edition that does without is a person's choice`;
  const ready = facts.unprivilegedUser;
  if (ready && ready.uid !== null)
    return { user: renumbered ? ready.name : String(ready.uid), made: [], title: `run as ${ready.name}, whom the base brings` };
  if (facts.shell === false || facts.os === null)
    return {
      user: facts.variant === "distroless" ? "65532:65532" : `${UID}:${UID}`,
      made: [],
      title: "run as a number that is not root's",
    };
  const made = commandsFor(facts.os.family);
  return { user: `${UID}:${UID}`, made, title: "make a user without rights, and run as that" };
}

/** A number for a user whose number the system would choose; null where it has one, is made under a condition only, or the command is not plain. */
function numberFor(
  { id, command, name }: MadeAccount,
  accounts: readonly MadeAccount[],
  { base, instructions }: Stage,
): { readonly offset: number; readonly text: string } | null {
  const [program] = command.words;
  if (id !== null || !program || command.inside.length > 0 || command.after === "||" || command.words.some(isNumbered))
    return null;
  if (accounts.some((one) => one.id === UID || (one.name === name && one.command !== command && one.kind === "user")))
    return null;
  // Who gives files to a number knows which one the system chooses.
  if (instructions.some(givesByNumber)) return null;
  const family = base.kind === "image" ? baseFacts(base.reference)?.os?.family : undefined;
  const option =
    command.name === "useradd" || family === "debian" || family === "ubuntu" ? "--uid" : family === "alpine" ? "-u" : null;
  return option === null ? null : { offset: program.range[1], text: ` ${option} ${UID}` };
}

function givesByNumber({ text, flags }: Instruction): boolean {
  return (
    flags.some(({ name, value }) => name === "chown" && /^\d/.test(value ?? "")) || /\bchown\s+(?:-\S+\s+)*["']?\d/.test(text)
  );
}

function isNumbered({ text }: { readonly text: string }): boolean {
  return /^(?:-[a-zA-Z]*u|--uid(?:=.*)?)$/.test(text);
}

function commandsFor(family: string): readonly string[] {
  if (/^(?:alpine|wolfi|busybox)$/.test(family)) return [`addgroup -S -g ${UID} app`, `adduser -S -D -H -u ${UID} -G app app`];
  if (/^(?:debian|ubuntu|fedora|centos|rocky|alma|oracle|suse|azurelinux|photon)$/.test(family))
    return [`groupadd --system --gid ${UID} app`, `useradd --system --no-log-init --no-create-home --uid ${UID} --gid app app`];
  // Others leave out the programs that make users: a number needs none.
  return [];
}

/** Folders that the app writes to, as far as its code and file tell: absolute, those that everybody may write to not among them. */
export function writtenFolders(service: Service, stage: Stage): readonly string[] {
  const workdir = stage.facts.workdir.value;
  if (workdir.includes("$")) return [];
  const found = new Set<string>();
  for (const { path } of service.app?.writes ?? []) {
    if (!/^[\w./-]+$/.test(path)) continue;
    const full = path.startsWith("/") ? path : joinPath(workdir, path);
    const last = full.slice(full.lastIndexOf("/") + 1);
    const folder = /\.\w+$/.test(last) ? full.slice(0, full.lastIndexOf("/")) || "/" : full;
    found.add(folder.replace(/\/+$/, ""));
  }
  for (const { path } of stage.facts.volumes) if (!path.includes("$")) found.add(path.replace(/\/+$/, ""));
  return [...found]
    .filter(
      (path) => path.startsWith("/") && !/^\/(?:tmp|dev|proc|sys|run|var\/tmp)?(?:\/|$)/.test(path) && !path.includes("/../"),
    )
    .sort();
}

/** What a stage does as root, and needs to: everything but settings. */
const BUILDING: ReadonlySet<string> = new Set(["RUN", "COPY", "ADD", "WORKDIR"]);

/** The instruction of a stage behind which nothing needs root any more. */
export function lastBuilding(stage: Stage): Instruction {
  return stage.instructions.findLast(({ keyword }) => BUILDING.has(keyword)) ?? lastSetting(stage);
}

/** Where a stage builds nothing itself, what it declares about its base comes first. */
function lastSetting({ instructions, from }: Stage): Instruction {
  let last: Instruction = from;
  for (const one of instructions) {
    if (/^(?:CMD|ENTRYPOINT|HEALTHCHECK|USER)$/.test(one.keyword)) break;
    last = one;
  }
  return last;
}

/** The USER in force at an instruction is root's. */
export function runsAsRoot(stage: Stage): boolean {
  return isRootUser(stage.facts.user.value) === true;
}
