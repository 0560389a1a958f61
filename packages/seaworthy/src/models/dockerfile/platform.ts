/** A platform of the OCI image specification, in its normal form. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
  readonly variant: string | null;
}

const SYSTEMS = new Set(
  "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos macos".split(
    " ",
  ),
);
const ARCHITECTURES = new Set(
  `386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x
  sparc sparc64 wasm`.split(/\s+/),
);
const OTHER_NAMES: Readonly<Record<string, string>> = {
  i386: "386",
  x86_64: "amd64",
  "x86-64": "amd64",
  aarch64: "arm64",
  armhf: "arm",
  armel: "arm",
};

/**
 * Reads `os`, `arch`, `os/arch` or `os/arch/variant` as containerd does, other names of an architecture made the usual ones. What is left out is taken
 * for linux/amd64. null for anything else.
 */
export function parsePlatform(written: string): Platform | null {
  const parts = written.split("/");
  if (parts.length > 3 || !parts.every((part, index) => (index === 0 ? /^[\w.-]+(?:\([\w.-]*\))?$/ : /^[\w.-]+$/).test(part)))
    return null;
  const [first = "", second, variant = null] = parts.map((part) => part.toLowerCase());
  const system = first.replace(/\(.*$/, "");
  if (second !== undefined) return { os: system === "macos" ? "darwin" : system, arch: normal(second), variant };
  if (SYSTEMS.has(system)) return { os: system === "macos" ? "darwin" : system, arch: "amd64", variant: null };
  return ARCHITECTURES.has(normal(first)) ? { os: "linux", arch: normal(first), variant: null } : null;
}

function normal(arch: string): string {
  return Object.hasOwn(OTHER_NAMES, arch) ? (OTHER_NAMES[arch] ?? arch) : arch;
}
