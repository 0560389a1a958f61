import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { isSourcePlace, placeOf } from "../../core/place.js";
import { type ManifestInstall, manifestInstalls } from "../../models/project/locked-installs.js";
import { lockedInstall } from "../../models/project/lockfile-edit.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "pinned-versions/lockfile",
  claim: "the versions of all dependencies are fixed by a lockfile or by the manifest itself",
  why: "Ranges such as `^4.18.0` or `flask` are answered anew at every build: the same commit gets other code, and now and then broken or hijacked code.",
  todo: "Commit the lockfile (package-lock.json, poetry.lock, Cargo.lock…) and copy it together with the manifest before the install; for pip, pin with `==`, best with hashes (pip-compile, `uv export`).",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  source(service) {
    if (service.foreign) return notApplicable("the image is not built here");
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const installs = manifestInstalls(service);
    if (installs.length === 0) return notApplicable("nothing is installed from a manifest that has a lockfile");
    const found = installs.flatMap((one) => findingsOf(dockerfile.path, one));
    return noOr(found, () => {
      const open = installs.find(({ locked }) => locked.kind === "unknown");
      const known = installs.find(({ locked }) => locked.kind === "lockfile" || locked.kind === "exact");
      if (open?.locked.kind === "unknown" && !known)
        return unknown(open.locked.because, placeOf(dockerfile, { range: open.install.range }));
      const names = [
        ...new Set(
          installs.flatMap(({ locked }) => (locked.kind === "lockfile" || locked.kind === "exact" ? [locked.path] : [])),
        ),
      ];
      return yes(`${names.join(", ")} ${names.length === 1 ? "fixes" : "fix"} the versions`);
    });
  },
  fix(service, _, { findings, read, lockfile }) {
    const installs = manifestInstalls(service);
    return findings.flatMap((found) => {
      const one = installs.find(({ install }) => isSourcePlace(found.place) && install.range[0] === found.place.range[0]);
      if (!one) return [];
      const isThere = one.locked.kind === "open" && one.locked.beside !== null;
      const how = isThere
        ? ({ title: "copy the lockfile with its manifest", safety: "review", order: "line" } as const)
        : ({
            title: "fix the versions that the manifest leaves open, by its package manager",
            safety: "review",
            order: "structure",
          } as const);
      return fixEach([found], how, () => lockedInstall(service, one, lockfile ? { read, lockfile } : { read }));
    });
  },
  examples: [
    {
      title: "the lockfile comes with the manifest",
      says: "yes",
      files: {
        Dockerfile:
          'FROM node:22.12.0-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCMD ["node", "a.js"]\n',
        "package.json": '{"dependencies": {"express": "^4.18.0"}}',
        "package-lock.json": "{}",
      },
    },
    {
      title: "open ranges",
      says: "no",
      files: {
        Dockerfile:
          'FROM python:3.12.1-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN «pip install -r requirements.txt»\nCMD ["python", "a.py"]\n',
        "requirements.txt": "flask\nredis>=5\n",
      },
    },
  ],
});

const SHOWN = 3;

function findingsOf(file: string, { install, locked }: ManifestInstall): readonly Finding[] {
  if (locked.kind !== "open") return [];
  const place = { file, range: install.range };
  const { manifest, beside, loose } = locked;
  const first = loose[0];
  if (first?.startsWith("--")) return [finding(`${install.manager} is told to go past the lockfile (${first})`, place)];
  if (beside) return [finding(`${beside} is not copied before the install, which so takes what ${manifest} allows`, place)];
  if (loose.length > 0 && first !== "?") {
    const names = loose.slice(0, SHOWN).join(", ") + (loose.length > SHOWN ? ` and ${loose.length - SHOWN} more` : "");
    return [finding(`no lockfile: ${manifest} leaves the version of ${names} open`, place)];
  }
  return [finding(`no lockfile fixes what ${manifest} leaves open`, place)];
}
