/** Where the rows come from, and the day on which they were last compared. */
export const SOURCE = "the metadata of each check in aquasecurity/trivy-checks, checks/docker";
export const AS_OF = "2026-08-21";

/** Trivy's checks of Dockerfiles: number and short name. It knows each as `DS-0002`, `DS002`, `AVD-DS-0002`, by the short name and by `docker-` with it. */
const CHECKS: ReadonlyMap<number, string> = new Map([
  [1, "use-specific-tags"],
  [2, "least-privilege-user"],
  [4, "no-ssh-port"],
  [5, "use-copy-over-add"],
  [6, "no-self-referencing-copy-from"],
  [7, "only-one-entrypoint"],
  [8, "port-out-of-range"],
  [9, "user-absolute-workdir"],
  [10, "no-sudo-run"],
  [11, "use-slash-for-copy-args"],
  [12, "no-duplicate-alias"],
  [13, "use-workdir-over-cd"],
  [14, "standardise-remote-get"],
  [15, "purge-yum-package-cache"],
  [16, "only-one-cmd"],
  [17, "no-orphan-package-update"],
  [19, "purge-dnf-package-cache"],
  [20, "purge-zipper-cache"],
  [21, "use-apt-auto-confirm"],
  [22, "no-maintainer"],
  [23, "only-one-healthcheck"],
  [24, "no-dist-upgrade"],
  [25, "purge-apk-package-cache"],
  [26, "no-healthcheck"],
  [27, "purge-microdnf-package-cache"],
  [29, "use-apt-no-install-recommends"],
  [30, "avoid-sys-workdir-mounts"],
  [31, "do-not-pass-secrets"],
]);

/** The checks that a pattern of Trivy's means, as `DS-0002`: any of their names in any case, `*` for any characters. */
export function trivyChecks(pattern: string): readonly string[] {
  // A long run of stars matches what one does, and costs a search for each.
  const parts = pattern.toLowerCase().replace(/\*+/g, "*").split("*");
  return [...CHECKS].flatMap(([number, name]) => {
    const digits = String(number).padStart(4, "0");
    const known = [`ds-${digits}`, `avd-ds-${digits}`, `ds${digits.slice(1)}`, name, `docker-${name}`];
    return known.some((one) => matches(one, parts)) ? [`DS-${digits}`] : [];
  });
}

/** Whether a text is made of these parts, in this order, with anything between them. */
function matches(text: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
