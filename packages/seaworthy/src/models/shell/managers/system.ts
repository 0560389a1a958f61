import type { NamedPackage, SystemManager } from "../install.js";
import { has, shown, valuesOf } from "../options.js";
import type { ShellWord } from "../script.js";
import { type InstallReader, installOf } from "./call.js";
import { APK, APT, PACMAN, RPM, ZYPPER } from "./syntaxes.js";

const URL = /^[a-z][a-z+]*:\/\//i;

/** `name`, `name=1.2`, `name/suite`, `./file.deb`. A trailing minus asks to remove: no package. */
function aptPackage(word: ShellWord): NamedPackage | null {
  const text = shown(word);
  if (URL.test(text)) return { name: text, version: null, word, source: "url" };
  if (/^(\.{0,2}|~)\/|\.deb$/.test(text)) return { name: text, version: null, word, source: "path" };
  if (/[^-]-$/.test(text)) return null;
  const split = /^([^=/]+)[=/](.+)$/s.exec(text);
  return { name: split?.[1] ?? text, version: split?.[2] ?? null, word, source: "index" };
}

/** `name`, `name=1`, `name~1`, `name<1`, `name@tag`. A leading `!` forbids: no package. */
function apkPackage(word: ShellWord): NamedPackage | null {
  const text = shown(word);
  if (text.startsWith("!")) return null;
  if (/\.apk$/.test(text)) return { name: text, version: null, word, source: "path" };
  const split = /^([^=<>~@]+)(?:@[^=<>~]+)?(?:([=<>~]+)(.+))?$/s.exec(text);
  if (!split) return { name: text, version: null, word, source: "index" };
  const version = split[3] === undefined ? null : split[2] === "=" ? split[3] : `${split[2]}${split[3]}`;
  return { name: split[1] ?? text, version, word, source: "index" };
}

/** `name-1.2`, `name-1.2-3.el9.x86_64`, `module:9`, `@group`, a URL or a file. */
function rpmPackage(word: ShellWord): NamedPackage {
  const text = shown(word);
  if (text.startsWith("@")) return { name: text, version: null, word, source: "group" };
  if (URL.test(text)) return { name: text, version: null, word, source: "url" };
  if (/^[./~]|\.rpm$/.test(text)) return { name: text, version: null, word, source: "path" };
  const split = /^(.+?)-((?:\d|\$)[^-]*(?:-\d[^-]*)?)$/s.exec(text);
  if (!split || /^\d+bit$/.test(split[2] ?? "")) return { name: text, version: null, word, source: "index" };
  return { name: split[1] ?? text, version: split[2] ?? null, word, source: "index" };
}

/** `name`, `name=1`, `name>=1`, `pattern:x`, a URL or a file. */
function zypperPackage(word: ShellWord): NamedPackage {
  const text = shown(word);
  if (URL.test(text)) return { name: text, version: null, word, source: "url" };
  if (/^[./~]|\.rpm$/.test(text)) return { name: text, version: null, word, source: "path" };
  if (text.startsWith("pattern:")) return { name: text, version: null, word, source: "group" };
  const split = /^([^=<>]+)([=<>]+)(.+)$/s.exec(text);
  if (!split) return { name: text, version: null, word, source: "index" };
  return {
    name: split[1] ?? text,
    version: split[2] === "=" ? (split[3] ?? null) : `${split[2]}${split[3]}`,
    word,
    source: "index",
  };
}

function present(packages: readonly (NamedPackage | null)[]): readonly NamedPackage[] {
  return packages.filter((each) => each !== null);
}

const apt: InstallReader = (call) => {
  const args = call.args(APT);
  const [verb, ...names] = args.operands;
  if (!["install", "reinstall", "build-dep", "satisfy"].includes(verb?.value ?? "")) return null;
  return installOf(call, "apt", args, { packages: present([...names, ...args.rest].map(aptPackage)) });
};

const apk: InstallReader = (call) => {
  const args = call.args(APK);
  const [verb, ...names] = args.operands;
  if (verb?.value !== "add") return null;
  return installOf(call, "apk", args, { packages: present([...names, ...args.rest].map(apkPackage)) });
};

const RPM_VERBS: ReadonlySet<string> = new Set([
  "install",
  "in",
  "install-n",
  "install-na",
  "install-nevra",
  "localinstall",
  "reinstall",
  "rei",
]);

const rpm =
  (manager: SystemManager): InstallReader =>
  (call) => {
    const args = call.args(RPM);
    const [verb, second, ...others] = args.operands;
    const names = second ? [second, ...others] : [];
    const value = verb?.value ?? "";
    if (RPM_VERBS.has(value)) return installOf(call, manager, args, { packages: names.map(rpmPackage) });
    if (value === "groupinstall" || (/^group(s|install)?$|^grp$/.test(value) && second?.value === "install")) {
      const groups = value === "groupinstall" ? names : others;
      return installOf(call, manager, args, {
        packages: groups.map((word) => ({ name: shown(word), version: null, word, source: "group" })),
      });
    }
    if (value === "module" && second?.value === "install") {
      return installOf(call, manager, args, { packages: others.map(modulePackage) });
    }
    return null;
  };

/** `name:stream/profile`. */
function modulePackage(word: ShellWord): NamedPackage {
  const [name, stream] = shown(word).replace(/\/.*$/, "").split(":");
  return { name: name ?? shown(word), version: stream ?? null, word, source: "index" };
}

const zypper: InstallReader = (call) => {
  const args = call.args(ZYPPER);
  const [verb, ...names] = args.operands;
  if (verb?.value !== "install" && verb?.value !== "in") return null;
  const group = valuesOf(args, "-t", "--type").some((type) => type === "pattern");
  const packages = [...names, ...args.rest].map(zypperPackage);
  return installOf(call, "zypper", args, { packages: group ? packages.map((each) => ({ ...each, source: "group" })) : packages });
};

const pacman: InstallReader = (call) => {
  const args = call.args(PACMAN);
  const files = has(args, "-U", "--upgrade");
  if (!files && !has(args, "-S", "--sync")) return null;
  const packages = [...args.operands, ...args.rest].map((word): NamedPackage => {
    const text = shown(word);
    return { name: text, version: null, word, source: URL.test(text) ? "url" : files ? "path" : "index" };
  });
  return packages.length === 0 ? null : installOf(call, "pacman", args, { packages });
};

export const SYSTEM_READERS: readonly (readonly [program: string, reader: InstallReader])[] = [
  ["apt-get", apt],
  ["apt", apt],
  ["aptitude", apt],
  ["apt-fast", apt],
  ["xx-apt", apt],
  ["xx-apt-get", apt],
  ["apk", apk],
  ["xx-apk", apk],
  ["yum", rpm("yum")],
  ["dnf", rpm("dnf")],
  ["dnf5", rpm("dnf")],
  ["microdnf", rpm("microdnf")],
  ["tdnf", rpm("tdnf")],
  ["zypper", zypper],
  ["pacman", pacman],
  ["yay", pacman],
];
