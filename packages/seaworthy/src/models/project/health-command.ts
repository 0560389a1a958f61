import { tagParts } from "../../knowledge/base-tags.js";
import { protocolAt } from "../../knowledge/ports.js";
import { baseServer } from "./base-server.js";
import { presenceOf } from "./probe-programs.js";
import type { Service } from "./service.js";

/** A check that works with what the image has: the words of an exec form. */
export interface HealthCommand {
  readonly words: readonly string[];
  /** What it asks, for a person: `http://127.0.0.1:3000/health`. */
  readonly asks: string;
}

/** What servers of their own kind bring to ask themselves. */
const OWN: readonly (readonly [image: RegExp, words: readonly string[], asks: string])[] = [
  [/(?:^|\/)(?:postgres|postgis|pgvector|timescaledb)$/, ["pg_isready", "-q"], "whether the database takes connections"],
  [/(?:^|\/)redis$/, ["redis-cli", "ping"], "PING"],
  [/(?:^|\/)valkey$/, ["valkey-cli", "ping"], "PING"],
  [/(?:^|\/)mariadb$/, ["healthcheck.sh", "--connect", "--innodb_initialized"], "whether the database takes connections"],
  [/(?:^|\/)rabbitmq$/, ["rabbitmq-diagnostics", "-q", "ping"], "whether the broker runs"],
  [/(?:^|\/)cassandra$/, ["nodetool", "status"], "the state of the ring"],
];

/**
 * A health check for the port and path that a service really serves, by a program that its image has; or why there is none.
 * @param path a path to ask that is known from elsewhere, such as from a check that is there
 */
export function healthCommand(service: Service, path: string | null = null): HealthCommand | string {
  const { stage, app } = service;
  const name = stage?.base.kind === "image" ? stage.base.reference.name : (service.image?.name ?? "");
  const own = OWN.find(([image]) => image.test(name));
  if (own) return { words: own[1], asks: own[2] };
  if (!stage) return "which program the image has to ask with is not known";
  const port = servedPort(service);
  if (port === null)
    return app?.serves === false
      ? "it serves no port: which sign of life it gives is a person's choice"
      : "which port it serves is not known";
  const asked = path ?? healthPath(service);
  const other = asked === null ? protocolAt(port) : null;
  if (other !== null) return `port ${port} is that of ${other}: how it is asked for its health is a person's choice`;
  const url = `http://127.0.0.1:${port}${asked ?? "/"}`;
  const has = (program: string) => presenceOf(service, { name: program, path: program, range: null }).present === true;
  const words = has("node")
    ? byNode(service, url, asked !== null)
    : has("bun")
      ? ["bun", "-e", fetched(url, asked !== null)]
      : has("python3") || has("python")
        ? byPython(has("python") ? "python" : "python3", url, asked !== null, port)
        : // Bash can tell a page that is not there from a server that is ill.
          asked === null && has("bash")
          ? byBash("/", false, port)
          : has("wget")
            ? ["wget", "-q", "--spider", url]
            : has("curl")
              ? ["curl", "-fsS", "-o", "/dev/null", url]
              : has("ruby")
                ? byRuby(url, asked !== null)
                : has("php")
                  ? byPhp(service, url, asked !== null, port)
                  : has("bash")
                    ? byBash(asked ?? "/", asked !== null, port)
                    : has("nc")
                      ? ["nc", "-z", "127.0.0.1", String(port)]
                      : null;
  if (words === null) return `the image has no program that could ask ${url}`;
  return { words, asks: asked === null && !/wget|curl/.test(words[0] ?? "") ? `127.0.0.1:${port}` : url };
}

/** The one port that a service listens on, as its code, its file or its deployment tells. */
export function servedPort(service: Service): number | null {
  const { stage, app, deployments } = service;
  const opened = [...new Set((app?.ports ?? []).map(({ port }) => port))];
  if (opened.length === 1 && opened[0] !== undefined) return opened[0];
  const exposed = (stage?.facts.exposed ?? []).flatMap(({ port }) => number(port.replace(/\/tcp$/i, "")));
  const both = exposed.find((port) => opened.includes(port));
  if (both !== undefined) return both;
  const [first] = exposed;
  if (first !== undefined) return first;
  const variable = number(stage?.facts.env.get("PORT")?.value ?? "");
  if (variable[0] !== undefined) return variable[0];
  const [target] = deployments.flatMap(({ compose }) => compose?.ports ?? []).flatMap(({ target: port }) => number(port ?? ""));
  if (target !== undefined) return target;
  const server = baseServer(service);
  if (server && !server.configured && /(?:^|\/)(?:nginx|httpd|caddy)$/.test(server.facts.name)) return 80;
  return opened[0] ?? null;
}

function number(text: string): readonly number[] {
  return /^\d{1,5}$/.test(text) ? [Number(text)] : [];
}

/** The endpoint of the app that says most of its health; null where none was found. */
export function healthPath({ app }: Service): string | null {
  const found = (app?.health ?? []).filter(({ path }) => path !== null && /^\/[\w./-]*$/.test(path));
  return (
    (found.find(({ depth }) => depth === "deep") ?? found.find(({ path }) => !/live/i.test(path ?? "")) ?? found[0])?.path ?? null
  );
}

function byNode(service: Service, url: string, known: boolean): readonly string[] {
  const { base } = service.stage ?? {};
  const version =
    base?.kind === "image" && /(?:^|\/)node$/.test(base.reference.name) ? tagParts(base.reference.tag).version : null;
  // fetch is there since Node 18.
  if (version === null || Number(version.split(".")[0]) >= 18) return ["node", "-e", fetched(url, known)];
  const below = known ? 400 : 500;
  return [
    "node",
    "-e",
    `require('http').get('${url}',r=>process.exit(r.statusCode<${below}?0:1)).on('error',()=>process.exit(1))`,
  ];
}

/** Where no endpoint is known, any answer but that of a fault will do. */
function fetched(url: string, known: boolean): string {
  return `fetch('${url}').then(r=>process.exit(${known ? "r.ok" : "r.status<500"}?0:1),()=>process.exit(1))`;
}

function byPython(program: string, url: string, known: boolean, port: number): readonly string[] {
  return known
    ? [program, "-c", `import urllib.request; urllib.request.urlopen('${url}', timeout=4)`]
    : [
        program,
        "-c",
        `import http.client as h; c=h.HTTPConnection('127.0.0.1',${port},timeout=4); c.request('GET','/'); exit(c.getresponse().status>=500)`,
      ];
}

function byRuby(url: string, known: boolean): readonly string[] {
  return ["ruby", "-rnet/http", "-e", `exit(Net::HTTP.get_response(URI('${url}')).code.to_i < ${known ? 400 : 500})`];
}

function byPhp(service: Service, url: string, known: boolean, port: number): readonly string[] {
  const { base } = service.stage ?? {};
  // What talks FastCGI answers no HTTP.
  if (port === 9000 || (base?.kind === "image" && /fpm/.test(base.reference.tag ?? "")))
    return ["php", "-r", `exit(@fsockopen('127.0.0.1', ${port}, $e, $s, 4) ? 0 : 1);`];
  const how = "stream_context_create(['http'=>['timeout'=>4,'ignore_errors'=>true]])";
  return [
    "php",
    "-r",
    `exit(@file_get_contents('${url}',false,${how})!==false && (int)substr($http_response_header[0],9,3)<${known ? 400 : 500} ? 0 : 1);`,
  ];
}

/** Bash opens connections by itself. */
function byBash(path: string, known: boolean, port: number): readonly string[] {
  const asks = `printf 'GET ${path} HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3`;
  return [
    "bash",
    "-c",
    `exec 3<>/dev/tcp/127.0.0.1/${port} && ${asks} && read -r -t 4 _ status _ <&3 && [ "$status" -lt ${known ? 400 : 500} ]`,
  ];
}
