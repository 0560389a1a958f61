import { isMap, isSeq } from "yaml";
import type { Finding } from "../../core/answer.js";
import { type Edit, replaced } from "../../core/edit.js";
import { isSourcePlace, type SourcePlace } from "../../core/place.js";
import { familiarName } from "../../knowledge/bases.js";
import { hardeningOf } from "../../knowledge/hardening.js";
import { parseDotEnv } from "../compose/dotenv.js";
import { amongServices } from "../compose/published.js";
import { type Change, replaceEntry } from "../yaml/edit/change.js";
import { pairOf, type RawNode, type RawPair } from "../yaml/edit/yaml-text.js";
import { credentialIn } from "./credentials.js";
import type { Deployment } from "./deployment.js";
import type { DeploymentEdit, Made } from "./deployment-edit.js";
import { baseName } from "./paths.js";
import type { Service } from "./service.js";

type Read = (path: string) => string | null;

/** Takes a credential out of the file that deploys a service: into a secret's file, a Secret, or a variable that Compose demands. */
export function withoutCredential(
  service: Service,
  deployment: Deployment,
  edit: DeploymentEdit,
  finding: Finding,
  read: Read,
): Made {
  const { place } = finding;
  if (!isSourcePlace(place)) return null;
  const elsewhere = edit.foreignTo(place);
  if (elsewhere) return elsewhere;
  const variable = deployment.env.find((one) => isAt(one.place, place));
  if (deployment.kind === "kubernetes") return variable ? inSecret(deployment, edit, variable.name, place) : null;
  if (variable) return ofVariable(service, deployment, edit, variable.name, variable.value ?? "", read);
  for (const start of [deployment.command, deployment.entrypoint])
    if (start && isAt(start.place, place)) return ofCommand(service, deployment, edit, place);
  const file = deployment.compose?.envFiles.find((one) => isAt(one.place, place));
  return file ? ofEnvFile(deployment, edit, file.value, read) : null;
}

/** The variable of the caller's environment, without which Compose does not start anything. */
export function demanded(name: string): string {
  return `\${${name}:?set ${name}}`;
}

function isAt(one: SourcePlace, other: SourcePlace): boolean {
  return one.file === other.file && one.range[0] === other.range[0];
}

/** The name for the password of a store, as its own image calls it. */
const PASSWORDS: readonly (readonly [scheme: RegExp, name: string])[] = [
  [/^postgres/, "POSTGRES_PASSWORD"],
  [/^(?:mysql|mariadb)/, "MYSQL_PASSWORD"],
  [/^mongo/, "MONGO_INITDB_ROOT_PASSWORD"],
  [/^(?:redis|rediss|valkey)/, "REDIS_PASSWORD"],
  [/^amqps?/, "RABBITMQ_DEFAULT_PASS"],
];
const ADDRESS = /^([a-z][\w+.-]{0,30}):\/\/[^:/@\s]{0,200}:([^@\s/]{1,500})@/i;

function ofVariable(
  service: Service,
  deployment: Deployment,
  edit: DeploymentEdit,
  name: string,
  value: string,
  read: Read,
): Made {
  const known = service.foreign && service.image ? hardeningOf(familiarName(service.image.name)) : null;
  if (known?.fromFile?.test(name)) return inFile(deployment, edit, name, read);
  const address = withoutPassword(name, value);
  const variable = address?.variable ?? name;
  const put = address?.value ?? demanded(name);
  const at = deployment.env.find((one) => one.name === name)?.place;
  if (!at) return null;
  const listed = isSeq(edit.raw(["environment"]));
  const title = `let Compose demand ${variable} for ${deployment.name}: set it where it is started, and change it, for it is in the history`;
  return { title, changes: [edit.replace(at, listed ? `${name}=${put}` : put)] };
}

/** An address with a variable in place of its password; null where it has none. */
function withoutPassword(name: string, value: string): { readonly value: string; readonly variable: string } | null {
  const [, scheme = "", password] = ADDRESS.exec(value) ?? [];
  if (password === undefined || password.startsWith("$")) return null;
  const variable = PASSWORDS.find(([one]) => one.test(scheme))?.[1] ?? `${name}_PASSWORD`;
  const from = value.indexOf(`:${password}@`) + 1;
  const rest = (text: string): string => text.replaceAll("$", "$$$$");
  return { value: rest(value.slice(0, from)) + demanded(variable) + rest(value.slice(from + password.length)), variable };
}

/** `*_FILE` and a secret of Compose: the value lies in a file that git does not track. */
function inFile(deployment: Deployment, edit: DeploymentEdit, name: string, read: Read): Made {
  const id = name.toLowerCase();
  const environment = edit.raw(["environment"]);
  const variable = `${name}_FILE`;
  const target = `/run/secrets/${id}`;
  const at = deployment.env.find((one) => one.name === name)?.place;
  const pair = isMap(environment) ? pairOf(environment as RawNode, name) : null;
  if (!at || (!pair && !isSeq(environment))) return `what holds ${name} was not found in the file`;
  const folder = folderOfFile(edit.source.file);
  const changes: Change[] = [
    pair ? replaceEntry(edit.source, pair as RawPair, variable, target) : edit.replace(at, `${variable}=${target}`),
  ];
  const listed = edit.raw(["secrets"]);
  if (!isSeq(listed) || !listed.items.some((one) => String((one as { value?: unknown }).value) === id))
    changes.push(edit.add(["secrets"], [id]));
  if (edit.rawAtTop(["secrets", id]) === null) changes.push(edit.setAtTop(["secrets", id], { file: `./secrets/${id}` }));
  changes.push(...ignored(`${folder}secrets/`, read));
  const title = `let ${deployment.name} read ${name} from ${folder}secrets/${id}, a file that git does not track: put a new password into it`;
  return { title, changes };
}

function folderOfFile(file: string): string {
  return file.slice(0, file.length - baseName(file).length);
}

function ignored(folder: string, read: Read): readonly Edit[] {
  const line = `/${folder}`;
  const text = read(".gitignore");
  if (text === null) return [{ create: ".gitignore", text: `${line}\n` }];
  if (
    text
      .split(/\r?\n/)
      .some((one) => [line, folder, folder.slice(0, -1), line.slice(0, -1), "secrets/", "secrets"].includes(one.trim()))
  )
    return [];
  const open = text !== "" && !text.endsWith("\n");
  return [replaced(".gitignore", [text.length, text.length], open ? `\n${line}` : `${line}\n`)];
}

const OPTION =
  /(--?(?:require-?pass|masterauth|(?:[a-z]{1,20}-)?password|(?:api-?|auth-?|access-?)?token|secret-?key|client-secret)["']?(?:=|\s*,\s*["']?|\s+["']?))([^\s"',\]]+)/gi;

function ofCommand(service: Service, deployment: Deployment, edit: DeploymentEdit, place: SourcePlace): Made {
  const base = service.image ? baseName(service.image.name) : deployment.name;
  const variable = `${base.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}_PASSWORD`;
  const text = edit.source.text.slice(...place.range);
  const edits: Edit[] = [];
  for (const match of text.matchAll(OPTION)) {
    const [, lead = "", value = ""] = match;
    if (value.startsWith("$")) continue;
    const from = place.range[0] + match.index + lead.length;
    // Between brackets a variable has to stand in quotes.
    const bare = /^\[/.test(text) && !/["']$/.test(lead);
    edits.push(replaced(place.file, [from, from + value.length], bare ? JSON.stringify(demanded(variable)) : demanded(variable)));
  }
  if (edits.length === 0) return "where the password stands in the command was not found";
  return { title: `let Compose demand ${variable} for ${deployment.name}, and change it: it is in the history`, changes: edits };
}

/** The settings of a file that is in the repository, by name: credentials from variables, the others as they are. */
function ofEnvFile(deployment: Deployment, edit: DeploymentEdit, path: string, read: Read): Made {
  const text = read(path);
  if (text === null) return `${path} cannot be read`;
  const there = new Set(deployment.compose?.environment.keys() ?? []);
  const settings = [...parseDotEnv(text, new Map())].filter(([name]) => !there.has(name));
  const ownNetwork = deployment.compose?.networkMode === null;
  const services = edit.rawAtTop(["services"]);
  const written = settings.map(([name, value]): readonly [string, string] => {
    const reached = ownNetwork ? amongServices(services, value) : value;
    const address = withoutPassword(name, reached);
    if (address) return [name, address.value];
    return [name, credentialIn(name, reached) ? demanded(name) : reached.replaceAll("$", "$$$$")];
  });
  const files = edit.raw(["env_file"]);
  const changes: Change[] = [];
  if (isSeq(files) && files.items.length > 1) {
    const at = deployment.compose?.envFiles.find((one) => one.value === path)?.place;
    if (at) changes.push(...edit.removeItems(["env_file"], [at]));
  } else changes.push(edit.remove(["env_file"]));
  const environment = edit.raw(["environment"]);
  if (written.length > 0) {
    if (isSeq(environment))
      changes.push(
        edit.add(
          ["environment"],
          written.map(([name, value]) => `${name}=${value}`),
        ),
      );
    else if (isMap(environment)) changes.push(...written.map(([name, value]) => edit.set(["environment", name], value)));
    else changes.push(edit.set(["environment"], Object.fromEntries(written)));
  }
  const named = [...new Set(written.flatMap(([, value]) => /(?<!\$)\$\{(\w+):\?/.exec(value)?.[1] ?? []))];
  return {
    title: `give ${deployment.name} the settings of ${path} by name, and let Compose demand ${named.join(", ")}: the file is in the repository`,
    changes,
  };
}

function inSecret(deployment: Deployment, edit: DeploymentEdit, name: string, place: SourcePlace): Made {
  const map = edit.source.mapWith(place.range[0], (one) => pairOf(one, "name") !== null && pairOf(one, "value") !== null);
  const pair = pairOf(map, "value");
  if (!pair) return "where the value stands was not found";
  const workload = deployment.kubernetes?.workload.name ?? deployment.name;
  return {
    title: `take ${name} of ${deployment.name} from the Secret ${workload}: make it with a new value before this is applied`,
    changes: [replaceEntry(edit.source, pair, "valueFrom", { secretKeyRef: { name: workload, key: name } })],
  };
}
