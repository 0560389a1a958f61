import type { Tmpfs } from "./observations.js";
import type { Hardened } from "./trial.js";

/** A run under production hardening that started and served. */
export interface HardenedRun {
  readonly image: string;
  /** The Compose service; null where the image stands alone. */
  readonly service: string | null;
  /** null: the image's own. */
  readonly user: string | null;
  readonly capAdd: readonly string[];
  readonly tmpfs: readonly Tmpfs[];
  readonly init: boolean;
  readonly stopGraceMs: number;
  readonly memoryBytes: number;
  readonly pids: number;
}

const MIB = 1024 * 1024;

/** The very text of a run that was shown to work, as a Compose fragment and as a command line. Names of files come out of the image and are quoted for both. */
export function hardenedOf(run: HardenedRun): Hardened {
  const { user, capAdd, tmpfs, init } = run;
  const stopGraceSeconds = Math.ceil(run.stopGraceMs / 1000);
  return {
    user,
    capAdd,
    tmpfs,
    init,
    stopGraceSeconds,
    compose: composeOf(run, stopGraceSeconds),
    command: commandOf(run, stopGraceSeconds),
  };
}

function composeOf(run: HardenedRun, grace: number): string {
  const list = (name: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`    ${name}:`, ...items.map((item) => `      - ${yaml(item)}`)];
  return `${[
    "services:",
    `  ${yaml(run.service ?? "app")}:`,
    ...(run.service === null ? [`    image: ${yaml(run.image)}`] : []),
    ...(run.user === null ? [] : [`    user: ${JSON.stringify(run.user)}`]),
    "    read_only: true",
    ...list("tmpfs", run.tmpfs.map(shortForm)),
    ...list("cap_drop", ["ALL"]),
    ...list("cap_add", run.capAdd),
    ...list("security_opt", ["no-new-privileges:true"]),
    ...(run.init ? ["    init: true"] : []),
    `    stop_grace_period: ${grace}s`,
    `    mem_limit: ${Math.ceil(run.memoryBytes / MIB)}m`,
    `    pids_limit: ${run.pids}`,
  ].join("\n")}\n`;
}

function commandOf(run: HardenedRun, grace: number): string {
  const words = [
    "docker run --read-only",
    ...run.tmpfs.map((one) => `--tmpfs ${shell(shortForm(one))}`),
    "--cap-drop ALL",
    ...run.capAdd.map((one) => `--cap-add ${shell(one)}`),
    "--security-opt no-new-privileges:true",
    ...(run.init ? ["--init"] : []),
    ...(run.user === null ? [] : [`--user ${shell(run.user)}`]),
    `--stop-timeout ${grace}`,
    `--memory ${Math.ceil(run.memoryBytes / MIB)}m`,
    `--pids-limit ${run.pids}`,
    shell(run.image),
  ];
  return words.join(" ");
}

function shortForm({ path, options }: Tmpfs): string {
  return options === "" ? path : `${path}:${options}`;
}

/** Plain where no reader could take it for anything but a text. */
function yaml(text: string): string {
  return /^[A-Za-z/][\w./:=,@-]*$/.test(text) && !/: |:$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

function shell(text: string): string {
  return /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
