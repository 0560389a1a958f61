import type { OperatingSystem } from "../image/image.js";
import type { Found } from "./evidence.js";
import { purlOf } from "./purl.js";

/** Names of distributions in package URLs where they are not the ID of os-release. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  rhel: "redhat",
  sles: "suse",
  "opensuse-leap": "opensuse",
  "opensuse-tumbleweed": "opensuse",
};

/** The package URL of a package. Of the system's packages it names the distribution and, where it is another, the source package. */
export function packagePurl(found: Found, os: OperatingSystem | null): string {
  const { kind, name, version } = found;
  if (kind === "deb" || kind === "apk" || kind === "rpm") {
    const [, epoch = "", plain = version] = (kind === "rpm" && /^(\d+):(.*)$/.exec(version)) || [];
    return purlOf({
      type: kind,
      namespace: os && (DISTRIBUTIONS[os.id] ?? os.id),
      name,
      version: plain,
      qualifiers: {
        arch: found.architecture ?? "",
        distro: os ? [os.id, ...(os.versionId === null ? [] : [os.versionId])].join("-") : "",
        epoch,
        upstream: upstreamOf(found),
      },
    });
  }
  // The group of Maven, the scope of npm, the folders of Go and the vendor of Composer come before the name.
  const cut = kind === "maven" ? name.indexOf(":") : kind === "binary" ? -1 : name.lastIndexOf("/");
  return purlOf({
    type: kind === "binary" ? "generic" : kind,
    namespace: cut > 0 ? name.slice(0, cut) : null,
    name: name.slice(cut + 1),
    version,
    qualifiers: {},
  });
}

/** As Syft writes it: the name, and the version where it differs. */
function upstreamOf({ source, version }: Found): string {
  if (!source) return "";
  return source.version === version ? source.name : `${source.name}@${source.version}`;
}
