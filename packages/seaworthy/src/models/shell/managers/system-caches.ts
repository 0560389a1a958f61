import type { Manager } from "../install.js";
import { has, valuesOf } from "../options.js";
import { type CacheFacts, verb } from "./cache-facts.js";
import type { Call } from "./call.js";
import { APK, APT, PACMAN, RPM, ZYPPER } from "./syntaxes.js";

function removedDockerClean(call: Call): boolean {
  return call.before.some((command) => command.name === "rm" && command.words.some((word) => word.text.includes("docker-clean")));
}

const RPM_FILLS =
  /^(install|in|localinstall|reinstall|rei|upgrade|up|update|upgrade-minimal|up-min|update-minimal|groupinstall|group|groups|module|makecache|mc|distro-sync|dsync|dist-sync|swap|builddep|downgrade|install-n|install-na|install-nevra|check-update|system-upgrade)$/;
const RPM_PATHS = ["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/tdnf"];

function rpm(manager: Manager, programs: readonly string[], path: string): CacheFacts {
  return {
    manager,
    programs,
    fills: (call) => RPM_FILLS.test(verb(call.args(RPM))),
    cleans: (call) => /^(yum|dnf|dnf5|microdnf|tdnf)$/.test(call.program) && verb(call.args(RPM)) === "clean",
    path: () => path,
    also: RPM_PATHS,
    remedy: `${manager} clean all`,
  };
}

/** The caches of the system managers. */
export const SYSTEM_CACHES: readonly CacheFacts[] = [
  {
    manager: "apt",
    programs: ["apt-get", "apt", "aptitude", "apt-fast"],
    fills: (call) => verb(call.args(APT)) === "update",
    cleans: (call) => /^(dist-?clean)$/.test(verb(call.args(APT))),
    path: () => "/var/lib/apt/lists",
    also: [],
    remedy: "rm -rf /var/lib/apt/lists/*",
  },
  {
    manager: "apt",
    programs: ["apt-get", "apt", "aptitude", "apt-fast"],
    // Debian's images empty it after each install, unless their docker-clean is taken away.
    fills: (call) =>
      /^(install|reinstall|build-dep|upgrade|dist-upgrade|full-upgrade)$/.test(verb(call.args(APT))) && removedDockerClean(call),
    cleans: (call) => /^(clean|dist-?clean)$/.test(verb(call.args(APT))),
    path: () => "/var/cache/apt/archives",
    also: [],
    remedy: "apt-get clean",
  },
  {
    manager: "apk",
    programs: ["apk"],
    fills: (call) => {
      const args = call.args(APK);
      return (
        /^(add|update|upgrade|fix)$/.test(verb(args)) &&
        !has(args, "--no-cache", "--no-network") &&
        valuesOf(args, "--cache-dir").length === 0
      );
    },
    cleans: () => false,
    path: () => "/var/cache/apk",
    also: ["/etc/apk/cache"],
    remedy: "apk add --no-cache",
  },
  rpm("yum", ["yum"], "/var/cache/yum"),
  rpm("dnf", ["dnf", "dnf5"], "/var/cache/dnf"),
  rpm("microdnf", ["microdnf"], "/var/cache/yum"),
  rpm("tdnf", ["tdnf"], "/var/cache/tdnf"),
  {
    manager: "zypper",
    programs: ["zypper"],
    fills: (call) =>
      /^(install|in|update|up|dist-upgrade|dup|refresh|ref|patch|source-install|si)$/.test(verb(call.args(ZYPPER))),
    cleans: (call) => /^(clean|cc)$/.test(verb(call.args(ZYPPER))),
    path: () => "/var/cache/zypp",
    also: ["/var/cache/zypper"],
    remedy: "zypper clean --all",
  },
  {
    manager: "pacman",
    programs: ["pacman", "yay"],
    fills: (call) => {
      const args = call.args(PACMAN);
      return (
        has(args, "-S", "--sync") && !has(args, "-c", "--clean") && (args.operands.length > 0 || has(args, "-u", "--sysupgrade"))
      );
    },
    cleans: (call) => {
      const args = call.args(PACMAN);
      return has(args, "-S", "--sync") && has(args, "-c", "--clean");
    },
    path: () => "/var/cache/pacman/pkg",
    also: [],
    remedy: "pacman -Scc --noconfirm",
  },
];
