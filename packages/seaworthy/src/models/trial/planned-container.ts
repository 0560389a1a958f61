import { bytesOf } from "../compose/bytes.js";
import type { ComposeProject, ComposeService } from "../compose/compose.js";
import { parseDotEnv } from "../compose/dotenv.js";
import { splitWords } from "../shell/split-words.js";
import type { PlannedContainer } from "./plan.js";
import { type PlanSource, plannedFiles } from "./planned-files.js";

/** What Docker gives a container that asks for nothing, and may be given back: none of it reaches beyond the container. */
const USUAL: ReadonlySet<string> = new Set(
  "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(
    " ",
  ),
);
const CONDITIONS: Readonly<Record<string, PlannedContainer["after"][number]["condition"]>> = {
  service_healthy: "healthy",
  service_completed_successfully: "completed",
};

/** A container as Compose would start it, but for what is the host's: that is left out, and told. */
export function plannedContainer(
  service: ComposeService,
  image: string,
  compose: ComposeProject,
  source: PlanSource,
  notes: Set<string>,
): PlannedContainer {
  tellOfHost(service, notes);
  const check = service.healthcheck;
  return {
    name: service.name,
    aliases: service.aliases,
    image,
    entrypoint: wordsOf(service.entrypoint?.value),
    command: wordsOf(service.command?.value),
    environment: environmentOf(service, source, notes),
    user: service.user?.value ?? null,
    workingDir: service.workingDir?.value ?? null,
    healthcheck: check && {
      test: check.disabled ? ["NONE"] : (check.test?.value ?? null),
      interval: check.interval?.value ?? null,
      timeout: check.timeout?.value ?? null,
      retries: check.retries?.value ?? null,
      startPeriod: check.startPeriod?.value ?? null,
    },
    files: plannedFiles(service, compose, source, notes),
    volumes: service.mounts.filter(({ type }) => type === "volume").map(({ target }) => target),
    tmpfs: service.mounts
      .filter(({ type }) => type === "tmpfs")
      .map(({ target, options }) => ({ path: target, options: options.join(",") })),
    init: service.init?.value ?? false,
    stopSignal: service.stopSignal?.value ?? null,
    stopGraceMs: service.stopGracePeriod?.value ?? null,
    capAdd: capabilities(service, notes),
    readOnly: service.readOnly?.value ?? false,
    sysctls: new Map([...service.sysctls].map(([name, { value }]) => [name, value])),
    shmBytes: bytesOf(service.shmSize?.value),
    after: service.dependsOn.map(({ name, condition }) => ({ name, condition: CONDITIONS[condition] ?? "started" })),
  };
}

function wordsOf(written: readonly string[] | string | undefined): readonly string[] | null {
  if (written === undefined) return null;
  return typeof written === "string" ? splitWords(written) : written;
}

/** Env files first, the later over the earlier, then `environment`; a bare name takes the caller's value. */
function environmentOf(service: ComposeService, source: PlanSource, notes: Set<string>): ReadonlyMap<string, string> {
  const environment = new Map<string, string>();
  for (const { value: path } of service.envFiles) {
    const bytes = source.bytes(path);
    if (!bytes) notes.add(`${service.name} runs without ${path}, which is not there`);
    for (const [name, value] of parseDotEnv(Buffer.from(bytes ?? []).toString("utf8"), source.env)) environment.set(name, value);
  }
  for (const [name, { value }] of service.environment) {
    const given = value ?? source.env.get(name);
    if (given !== undefined) environment.set(name, given);
    else notes.add(`${service.name} runs without ${name}, which the caller's environment should bring`);
  }
  return environment;
}

function capabilities(service: ComposeService, notes: Set<string>): readonly string[] {
  const names = service.capAdd.map(({ value }) => value.toUpperCase().replace(/^CAP_/, ""));
  const beyond = names.filter((name) => !USUAL.has(name));
  if (beyond.length > 0) notes.add(`${service.name} is not given ${beyond.join(", ")}: a trial gives no right over the host`);
  return names.filter((name) => USUAL.has(name));
}

/** What Compose gives of the host and a trial does not. */
function tellOfHost(service: ComposeService, notes: Set<string>): void {
  const left: string[] = [];
  if (service.privileged?.value === true) left.push("privileged");
  for (const [key, mode] of [
    ["network_mode", service.networkMode],
    ["pid", service.pid],
    ["ipc", service.ipc],
    ["uts", service.uts],
  ] as const)
    if (mode?.value === "host") left.push(`${key}: host`);
  if (service.devices.length > 0) left.push("devices");
  if (left.length > 0) notes.add(`${service.name} runs without ${left.join(", ")}: a trial gives no right over the host`);
}
