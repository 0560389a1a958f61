import type { SourcePlace } from "../../../core/place.js";
import { JAVA_CLIENTS } from "../../../knowledge/libraries-java.js";
import type { Signature } from "../app.js";
import { dependencyPlace } from "../manifests/place.js";
import type { Program } from "../program.js";

/** A dependency of the build by a pattern over `group:artifact`, with its version and where it stands. */
export function artifact(program: Program, pattern: RegExp): { name: string; version: string; place: SourcePlace } | null {
  for (const manifest of program.manifests) {
    for (const [name, version] of manifest.dependencies)
      if (pattern.test(name)) return { name, version, place: dependencyPlace(manifest, name, program.input.read) };
  }
  return null;
}

/** The version of Spring Boot as major and minor; null when it is managed elsewhere. */
export function springVersion(program: Program): readonly [number, number] | null {
  const found = [
    artifact(program, /^org\.springframework\.boot:spring-boot-(?:starter-parent|dependencies)$/),
    artifact(program, /^plugin:org\.springframework\.boot$/),
    artifact(program, /^org\.springframework\.boot:spring-boot-(?:maven|gradle)-plugin$/),
  ];
  for (const one of found) {
    const literal = /^(\d+)\.(\d+)/.exec(one?.version ?? "");
    if (literal) return [Number(literal[1]), Number(literal[2])];
    const name = /^\$\{?([\w.-]+)\}?$/.exec(one?.version ?? "")?.[1];
    if (!name) continue;
    for (const manifest of program.manifests) {
      const text = program.input.read(manifest.path) ?? "";
      const at = text.indexOf(`<${name}>`);
      const value = at < 0 ? null : /^(\d+)\.(\d+)/.exec(text.slice(at + name.length + 2, at + name.length + 20));
      if (value) return [Number(value[1]), Number(value[2])];
    }
  }
  return null;
}

/** The services that the build's libraries talk to. */
export function javaDependencies(program: Program): { signature: Signature; indicator: boolean }[] {
  return JAVA_CLIENTS.flatMap((client) => {
    const found = artifact(program, client.artifact);
    if (!found) return [];
    return [
      {
        signature: { name: found.name, because: `${found.name} talks to ${client.to}`, place: found.place },
        indicator: client.indicator,
      },
    ];
  });
}
