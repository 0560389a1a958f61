import type { Manifest } from "../app.js";
import { blank } from "../text-ranges.js";
import { manifest } from "./reader.js";

/** go.mod: direct requirements as dependencies, `// indirect` ones are left out. */
export function readGoMod(path: string, text: string): Manifest {
  const dependencies = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/[^\s]+)\s+(v[^\s]+)\s*(\/\/.*)?$/.exec(line);
    if (match && !/indirect/.test(match[3] ?? "")) dependencies.set(match[1] as string, match[2] as string);
  }
  return manifest(path, "go.mod", { dependencies }, text.length);
}

/** The text with its XML comments blanked. */
export function withoutXmlComments(xml: string): string {
  const ranges: [number, number][] = [];
  for (let at = xml.indexOf("<!--"); at >= 0; ) {
    const end = xml.indexOf("-->", at);
    ranges.push([at, end < 0 ? xml.length : end + 3]);
    at = end < 0 ? -1 : xml.indexOf("<!--", end);
  }
  return blank(xml, ranges);
}

/** pom.xml: `group:artifact` → version; scope test and provided are development. The parent counts under its own name. */
export function readPom(path: string, text: string): Manifest {
  const live = withoutXmlComments(text);
  const dependencies = new Map<string, string>();
  const devDependencies = new Map<string, string>();
  for (const [, body] of live.matchAll(
    /<(?:dependency|parent|plugin)>((?:(?!<\/?(?:dependency|parent|plugin)>)[\s\S])*?)<\/(?:dependency|parent|plugin)>/g,
  )) {
    const artifact = inner(body as string, "artifactId");
    if (!artifact) continue;
    const name = `${inner(body as string, "groupId") ?? ""}:${artifact}`;
    (/^(?:test|provided)$/.test(inner(body as string, "scope") ?? "") ? devDependencies : dependencies).set(
      name,
      inner(body as string, "version") ?? "",
    );
  }
  return manifest(path, "pom.xml", { dependencies, devDependencies }, text.length);
}

function inner(body: string, tag: string): string | null {
  const from = body.indexOf(`<${tag}>`);
  const to = from < 0 ? -1 : body.indexOf(`</${tag}>`, from);
  return to < 0 ? null : body.slice(from + tag.length + 2, to).trim();
}

/** build.gradle(.kts): the coordinates of the dependency lines and the ids of the plugins. */
export function readGradle(path: string, text: string): Manifest {
  const dependencies = new Map<string, string>();
  const devDependencies = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const call = /^\s*(\w+)\s*\(?\s*(?:(?:enforcedP|p)latform\s*\(\s*)?["']([\w.-]+:[\w.-]+)(?::([^"'@]+))?/.exec(line);
    if (call && !/^(?:\/\/)/.test(line.trim())) {
      (/^(?:test|compileOnly|androidTest|jmh)/.test(call[1] as string) ? devDependencies : dependencies).set(
        call[2] as string,
        call[3] ?? "",
      );
    }
    const plugin = /^\s*id\s*\(?\s*["']([\w.-]+)["']\s*\)?(?:\s*version\s*\(?["']([^"']+))?/.exec(line);
    if (plugin) dependencies.set(`plugin:${plugin[1]}`, plugin[2] ?? "");
  }
  return manifest(path, path.slice(path.lastIndexOf("/") + 1), { dependencies, devDependencies }, text.length);
}

/** Cargo.toml, Gemfile, composer.json, *.csproj: names and versions only. */
export function readByLines(path: string, kind: string, text: string): Manifest {
  const dependencies = new Map<string, string>();
  if (kind === "Gemfile") {
    for (const [, name, version] of text.matchAll(/^\s*gem\s+["']([\w.-]+)["'](?:\s*,\s*["']([^"']*)["'])?/gm)) {
      dependencies.set(name as string, version ?? "");
    }
  } else if (kind === "Cargo.toml") {
    let section = "";
    for (const line of text.split(/\r?\n/)) {
      section = /^\s*\[+([^\]]+)\]/.exec(line)?.[1] ?? section;
      const entry = /^\s*([\w-]+)(?:\.workspace)?\s*=\s*(?:"([^"]*)"|\{)?/.exec(line);
      if (entry && /(?:^|\.)dependencies$/.test(section) && !/dev-|build-/.test(section))
        dependencies.set(entry[1] as string, entry[2] ?? "");
    }
  } else {
    for (const [, name, version] of text.matchAll(/<PackageReference\s+Include="([^"]+)"(?:\s+Version="([^"]*)")?/g)) {
      dependencies.set(name as string, version ?? "");
    }
    const sdk = /<Project\s+Sdk="([^"]+)"/.exec(text)?.[1];
    if (sdk) dependencies.set(sdk, "");
  }
  return manifest(path, kind, { dependencies }, text.length);
}
