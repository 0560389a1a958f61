import { serverOf } from "../../knowledge/servers.js";
import type { FileEntry } from "./file-index.js";
import type { Image } from "./image.js";
import { ownChain } from "./start.js";

/** The files that tell where servers log: what a rule that asks here must declare. */
export const SERVER_FILES: readonly string[] = [
  "/etc/nginx/**/*.conf",
  "/etc/nginx/sites-enabled/*",
  "/usr/local/openresty/nginx/conf/*.conf",
  "/etc/apache2/**/*.conf",
  "/etc/httpd/**/*.conf",
  "/usr/local/apache2/conf/**/*.conf",
];

/** Where a known server of an image logs, by its configuration and the links that lie there. */
export interface ServerLogs {
  readonly server: string;
  /** Files that it would write, not linked to a stream. */
  readonly files: readonly { readonly path: string; readonly entry: FileEntry | null }[];
  /** Why it cannot be told; null: all that it writes is known. */
  readonly open: string | null;
}

const NGINX = {
  folders: ["/etc/nginx", "/usr/local/openresty/nginx/conf"],
  directive: /^[ \t]*(access_log|error_log)[ \t]+([^;]{1,500});/gm,
  /** What a build by a distribution or by the makers of the official image writes where nothing is said. */
  defaults: ["/var/log/nginx/access.log", "/var/log/nginx/error.log"],
};
const APACHE = {
  folders: ["/etc/apache2", "/etc/httpd", "/usr/local/apache2/conf"],
  directive: /^[ \t]*(CustomLog|ErrorLog|TransferLog)[ \t]+([^\n#]{1,500})/gim,
  defaults: [],
};
const STREAM =
  /^(?:\/dev\/(?:stdout|stderr|null|fd\/[12]|console)|\/proc\/(?:self|1)\/fd\/[12]|\/dev\/pts\/\d+|off|stderr|syslog:.*|memory:.*)$/;

/** null: what the image starts is no server whose log files are known. */
export function serverLogs(image: Image): ServerLogs | null {
  const app = ownChain(image).app;
  const server = (app && serverOf(app)) ?? null;
  const kind = server?.name === "nginx" ? NGINX : server?.name === "Apache httpd" ? APACHE : null;
  if (!server || !kind) return null;
  const texts = configurations(image, kind.folders);
  if (texts === null) return { server: server.name, files: [], open: "its configuration could not be read" };
  const named = texts.flatMap((text) => [...text.matchAll(kind.directive)].map((match) => target(match[2] ?? "")));
  const paths = [...new Set([...named, ...kind.defaults])];
  const files: { path: string; entry: FileEntry | null }[] = [];
  let open: string | null = named.length > 0 || kind.defaults.length > 0 ? null : "its configuration names no log";
  for (const path of paths) {
    if (STREAM.test(path) || path.startsWith("|")) continue;
    if (!path.startsWith("/")) {
      open ??= `where its log \`${path}\` leads depends on its settings`;
      continue;
    }
    if (leadsToStream(image, path)) continue;
    const entry = image.files.entry(path);
    if (named.includes(path) || entry) files.push({ path, entry });
    else open ??= `whether it writes ${path} depends on how it was built`;
  }
  return { server: server.name, files, open };
}

/** The words of a directive up to its options: `/var/log/nginx/access.log main`. */
function target(written: string): string {
  const [first = ""] = written.trim().split(/[ \t]+/);
  return first.replace(/^"|"$/g, "").replace(/^\$\{?APACHE_LOG_DIR\}?/, "/var/log/apache2");
}

/** Links to the standard streams lie in /dev and /proc, which are no part of an image: followed by their names. */
function leadsToStream(image: Image, path: string): boolean {
  let at = path;
  for (let count = 0; count < 10; count++) {
    if (STREAM.test(at)) return true;
    const entry = image.files.entry(at);
    if (entry?.type !== "symlink" || entry.target === null) return false;
    at = entry.target.startsWith("/") ? entry.target : `${at.slice(0, at.lastIndexOf("/"))}/${entry.target}`;
  }
  return false;
}

const MOST_FILES = 200;

function configurations(image: Image, folders: readonly string[]): readonly string[] | null {
  const texts: string[] = [];
  const queue = [...folders];
  for (let count = 0; queue.length > 0 && count < MOST_FILES; count++) {
    for (const { path, type } of image.files.children(queue.shift() as string)) {
      if (type === "directory") queue.push(path);
      else if (path.endsWith(".conf") || path.includes("/sites-enabled/")) {
        const text = image.text(path);
        if (text === null) return null;
        texts.push(text);
      }
    }
  }
  return texts;
}
