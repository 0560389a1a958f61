import type { Image } from "./image.js";

/** How much of a system an image stands on, by what only the editions of that size have. */
export interface Edition {
  /** null: it cannot be told. */
  readonly minimal: boolean | null;
  readonly because: string;
}

/** The files that tell: what a rule that asks here must declare. */
export const EDITION_FILES: readonly string[] = ["/etc/dpkg/dpkg.cfg.d/docker"];

const RPM_MANAGERS: readonly string[] = ["/usr/bin/dnf", "/usr/bin/yum", "/usr/bin/zypper"];

export function editionOf(image: Image): Edition {
  const { os, packages } = image;
  const has = (path: string) => image.files.resolve(path) !== null;
  const system = packages.filter(({ kind }) => kind === "deb" || kind === "apk" || kind === "rpm");
  if (image.unread.some(({ layer, path }) => layer !== null && path === null))
    return { minimal: null, because: "a layer could not be read" };
  if (!os) {
    if (system.length > 0) return { minimal: null, because: "no os-release says which system its packages belong to" };
    if (has("/bin/busybox")) return { minimal: true, because: "busybox and nothing else of a system" };
    return { minimal: true, because: "there is no operating system in the image" };
  }
  const name = os.prettyName || os.id;
  if (/^(?:alpine|wolfi|chainguard|minimos)$/.test(os.id)) return { minimal: true, because: `${name} is small by itself` };
  if (system.length > 0 && system.every(({ path }) => path.includes("/status.d/")))
    return { minimal: true, because: `a distroless image of ${name}` };
  if (!has("/bin/sh") && !has("/usr/bin/dpkg") && !has("/usr/bin/rpm"))
    return { minimal: true, because: `${name} without a shell or package manager` };
  if (os.id === "debian") {
    const slim = image.text("/etc/dpkg/dpkg.cfg.d/docker");
    if (slim?.includes("path-exclude")) return { minimal: true, because: `the slim edition of ${name}` };
    if (has("/etc/dpkg/dpkg.cfg.d/docker")) return { minimal: null, because: "the settings of dpkg could not be read" };
    return { minimal: false, because: `the full edition of ${name}, with manuals and documentation: take its slim edition` };
  }
  if (os.id === "ubuntu")
    return {
      minimal: false,
      because: `${name} is a general-purpose system: take a chiseled image, debian:<release>-slim or alpine`,
    };
  if (/^(?:rhel|centos|rocky|almalinux|ol|amzn|fedora|opensuse-leap|sles)$/.test(os.id)) {
    const manager = RPM_MANAGERS.find(has);
    const small = has("/usr/bin/microdnf");
    if (small) return { minimal: true, because: `the minimal edition of ${name}` };
    if (!manager) return { minimal: true, because: `${name} without a package manager` };
    return { minimal: false, because: `the full edition of ${name} (${manager}): take its minimal or micro edition` };
  }
  return { minimal: null, because: `what editions ${name} has is not known` };
}
