import { resolve } from "node:path";
import { secretName } from "../../knowledge/secrets.js";
import type { Environment } from "../program.js";
import type { BuildRequest } from "./build-request.js";

/**
 * The names that change what a program does that is started with them: the loader's, the C library's, Go's, the client's own and those of what it starts, which
 * may be a script of any language that gives it credentials. A build argument may have one of them, and must not get at the client by it.
 */
const READ_BY_PROGRAMS =
  /^(?:BASH|ENV$|IFS$|PS4$|CDPATH$|GLOBIGNORE$|NODE_(?!AUTH_TOKEN$)|PYTHON|PERL|RUBY|GEM_|BUNDLE_|JAVA_|JDK_|_JAVA|CLASSPATH$|LUA|CLOUDSDK_|PASSWORD_STORE_|GNUPG|LD_|DYLD_|GLIBC_|GCONV_|MALLOC_|LC_|GO|DOCKER_|BUILDX_|BUILDKIT_|MOBY_|COMPOSE_|OTEL_|XDG_|SSH_|SSL_|GIT_|GPG_|AWS_|AZURE_|GOOGLE_|HTTPS?_PROXY$|ALL_PROXY$|FTP_PROXY$|NO_PROXY$|PATH$|HOME$|USER|TMP|TEMP|TZ|LANG|LOCPATH$|NLSPATH$|HOSTALIASES$|LOCALDOMAIN$|RES_OPTIONS$|RESOLV_|TERM|SHELL$|PWD$|EDITOR$|PAGER$|NO_COLOR$|APPDATA$|PROGRAM|USERPROFILE$|SYSTEMROOT$|COMSPEC$|PATHEXT$)/i;
/** Under this name and a number the client is given secrets that stand in no file. */
const SECRET = "SEAWORTHY_BUILD_SECRET_";

export interface ClientWords {
  /** What follows the command. */
  readonly words: readonly string[];
  readonly env: Environment;
  /** What the client is given as its input. */
  readonly text: string | null;
}

/**
 * How a build is told to Docker's client. Secrets, and arguments that are named like one, go by the environment and not by the command line, which every user of
 * the machine can read; arguments that a program would heed itself stand on the command line whatever they are named like.
 */
export function clientWords(request: BuildRequest, own: Environment): ClientWords {
  const { context, dockerfile, target, args, labels, tag, inputs } = request;
  const env: Record<string, string | undefined> = { ...own };
  const argument = (name: string, value: string): string => {
    if (own[name] === value) return name;
    // What nobody need keep to himself gets at no program that the client starts.
    if (READ_BY_PROGRAMS.test(name) || secretName(name) === "no") return `${name}=${value}`;
    env[name] = value;
    return name;
  };
  const secret = ({ id, file, value }: (typeof inputs.secrets)[number], index: number): string => {
    if (file !== null) return csv(["type=file", `id=${id}`, `src=${file}`]);
    env[`${SECRET}${index}`] = value;
    return csv(["type=env", `id=${id}`, `env=${SECRET}${index}`]);
  };
  const each = (flag: string, values: Iterable<string>) => [...values].flatMap((value) => [flag, value]);
  const given = (flag: string, value: string | number | null) => (value === null ? [] : [flag, String(value)]);
  const pairs = (values: Iterable<readonly [string, string]>) => [...values].map(([name, value]) => `${name}=${value}`);
  const words = [
    ...["--file", typeof dockerfile === "string" ? resolve(context, dockerfile) : "-"],
    ...given("--target", target),
    ...given("--tag", tag),
    ...each(
      "--build-arg",
      [...args].map(([name, value]) => argument(name, value)),
    ),
    ...each("--label", pairs([...inputs.labels, ...Object.entries(labels)])),
    ...each("--secret", inputs.secrets.map(secret)),
    ...each("--build-context", pairs(inputs.contexts)),
    ...each(
      "--ssh",
      inputs.ssh.map(({ id, file }) => (file === null ? id : `${id}=${file}`)),
    ),
    ...given("--network", inputs.network),
    ...given("--shm-size", inputs.shmBytes),
    ...each("--add-host", inputs.hosts),
    ...given("--platform", inputs.platform),
    ...each("--ulimit", inputs.ulimits),
    ...(inputs.noCache ? ["--no-cache"] : []),
    ...(inputs.pull ? ["--pull"] : []),
    context,
  ];
  return { words, env, text: typeof dockerfile === "string" ? null : dockerfile.text };
}

/** One record of comma-separated values, as the client reads it. */
function csv(fields: readonly string[]): string {
  return fields.map((field) => (/[",\r\n]|^\s/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(",");
}
