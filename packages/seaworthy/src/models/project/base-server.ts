import type { BaseFacts } from "../../knowledge/bases.js";
import type { Copied } from "../dockerfile/dockerfile.js";
import { factsOfBase } from "./base-facts.js";
import type { Service } from "./service.js";
import { imageStart } from "./start.js";

/** A server that the base image brings and that this image starts: nginx, Apache, Caddy. */
export interface BaseServer {
  readonly facts: BaseFacts;
  /** A COPY that may bring a configuration of its own, which was not read. */
  readonly configured: Copied | null;
}

const CONFIGURATION = /\.(?:conf|template|tmpl|cfg|ya?ml|toml)$|(?:^|\/)caddyfile$|(?:^|\/)nginx\/?$/i;
const FOLDERS = /^\/(?:etc|config|usr\/local\/(?:etc|apache2\/conf|nginx\/conf|openresty\/nginx\/conf))(?:\/|$)/;

/** The server of the base that a service consists of; null when it starts a program of its own or the base is no known server. */
export function baseServer({ stage, dockerfile }: Service): BaseServer | null {
  if (!stage || !dockerfile) return null;
  const facts = factsOfBase(stage);
  if (facts?.purpose !== "server") return null;
  const { by, argv } = imageStart(dockerfile, stage);
  const names = new Set([facts.cmd?.[0], facts.name.split("/").at(-1)]);
  const own = by === "base" || argv?.slice(0, 4).some((word) => names.has(programOf(word)));
  if (!own) return null;
  const configured = stage.facts.copies.find(
    ({ sources, destination }) =>
      destination === null || FOLDERS.test(destination) || sources.some((source) => CONFIGURATION.test(source)),
  );
  return { facts, configured: configured ?? null };
}

/** The name of a program that a word is the path of, or that a shell's one command starts. */
function programOf(word: string): string {
  const bare = word.replace(/"[^"]*"|'[^']*'/g, "");
  const first = /[;&|`$(){}\n]/.test(bare)
    ? word
    : (bare
        .replace(/^\s*exec\s+/, "")
        .trim()
        .split(/\s/)[0] ?? "");
  return first.slice(first.lastIndexOf("/") + 1);
}
