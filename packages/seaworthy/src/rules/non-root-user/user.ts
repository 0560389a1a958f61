import { type Answer, finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, inserted, replaced } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { keyword, linesAfter, linesBefore, runLines } from "../../models/dockerfile/edit/lines.js";
import { ACCOUNT_FILES, userOf } from "../../models/image/accounts.js";
import { settingPlace } from "../../models/image/place.js";
import { builtDrop } from "../../models/image/privilege.js";
import { appUser, lastBuilding, runsAsRoot, writtenFolders } from "../../models/project/app-user.js";
import { factsOfBase } from "../../models/project/base-facts.js";
import { privilegeDrop } from "../../models/project/privilege-drop.js";
import { isRootUser } from "../../models/project/uid.js";
import type { IdentitySeen } from "../../models/trial/observations.js";
import { momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

/** hadolint's DL3002 speaks of a USER that is root, and never of one that is missing. */
const IMPLICIT = { aliases: ["DS-0002", "CIS-DI-0001"] } as const;

export default defineRule({
  id: "non-root-user/user",
  claim: "what the image starts does not serve as uid 0",
  why: "A fault in the app gives an attacker the rights of its user: as root that is every file of the container, and a shorter way to the host. An image without USER runs as root, unless its base says otherwise.",
  todo: "Create a user in the last stage and switch to it by number: `RUN useradd --system --uid 10001 app` and `USER 10001` (or the user that the base has, such as `node`).",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3002", "DS-0002", "CIS-DI-0001"],
  needs: { files: ACCOUNT_FILES, start: true, drills: ["identity"] },
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const { user } = stage.facts;
    const root = isRootUser(user.value);
    if (root === null) return unknown(`USER is \`${user.value}\`, a variable without a known value`, user.place ?? undefined);
    if (!root) {
      if (user.source === "base")
        return yes(`the base ${stage.base.kind === "image" ? stage.base.reference.written : ""} runs as ${user.value}`);
      return yes(`runs as ${user.value}`);
    }
    const drop = privilegeDrop(service);
    if (drop)
      return unknown(
        `starts as root, and ${drop.by} drops the rights before the app serves: the running processes would tell`,
        drop.place,
      );
    if (user.source === "instruction" && user.place)
      return no(finding(`the shipped stage runs as root (USER ${user.value})`, user.place));
    const { base } = stage;
    const from = placeOf(dockerfile, stage.from);
    if (base.kind === "scratch") return no(finding("FROM scratch without USER runs as root", from, IMPLICIT));
    if (base.kind === "unresolved") return unknown(`no USER is set, and the base \`${base.written}\` is not known`, base.place);
    const facts = factsOfBase(stage);
    if (!facts)
      return unknown(`no USER is set, and the user of ${base.reference.name} is not in the table of known bases`, base.place);
    return no(finding(`no USER is set, and ${base.reference.name} runs as root`, from, IMPLICIT));
  },
  image(image) {
    const user = userOf(image);
    if (image.form === "rootfs") return unknown("a root file system has no USER: what starts it chooses the user");
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const place = settingPlace("User");
    if (user.uid === null) {
      if (user.because === "unread")
        return unknown(`runs as ${user.written}: the image's passwd, which could not be read, would tell its number`, place);
      const where = user.because === "no passwd" ? "there is no passwd in the image" : "it is not in the image's passwd";
      return unknown(`runs as ${user.written}, whose number is not known: ${where}`, place);
    }
    if (user.uid !== 0) return yes(`runs as uid ${user.uid}${user.name ? ` (${user.name})` : ""}`);
    const drop = builtDrop(image);
    if (drop) return unknown(`starts as root, and ${drop}: the running processes would tell`, place);
    if (user.written === "") return no(finding("the image names no user: it runs as root", place));
    return no(
      finding(
        `the image runs as root (USER ${user.written}${user.name !== null && user.name !== "root" && !user.written.startsWith("0") ? ", which is uid 0" : ""})`,
        place,
      ),
    );
  },
  trial(trial) {
    const changed = trial.conditions.overrides.find((one) => one === "user" || one === "entrypoint");
    if (changed)
      return notApplicable(`the deployment sets another ${changed} than the image's: the trial tells nothing of the image's own`);
    return ofDrill(trial, "identity", ofProcesses);
  },
  fix(service, _, { findings }) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return [];
    const user = appUser(stage);
    const title = typeof user === "string" ? "" : user.title;
    return fixEach(findings, { title, safety: "review", order: "instruction" }, () => {
      if (typeof user === "string") return user;
      const last = lastBuilding(stage);
      const own = stage.instructions.findLast(({ keyword: name }) => name === "USER");
      const folders = writtenFolders(service, stage);
      const facts = factsOfBase(stage);
      if (folders.length > 0 && facts?.shell !== true) return `nothing in the image could hand ${folders[0]} to its user`;
      const id = user.user.includes(":") ? user.user : `${user.user}:${user.user}`;
      const owned = folders.length === 0 ? [] : [`mkdir -p ${folders.join(" ")}`, `chown ${id} ${folders.join(" ")}`];
      const commands = [...user.made, ...owned];
      const line = `${keyword(dockerfile, "USER")} ${user.user}`;
      const numbered = user.numbered ? [inserted(dockerfile.path, user.numbered.offset, user.numbered.text)] : [];
      if (own && own.range[0] > last.range[0]) {
        const written = dockerfile.text.slice(...own.textRange);
        if (written.includes("$")) return "a variable owns the value of USER";
        const made = commands.length === 0 ? [] : [linesBefore(dockerfile, own, runLines(dockerfile, commands))];
        return [...numbered, ...made, replaced(dockerfile.path, own.textRange, user.user)];
      }
      if (commands.length > 0 && !runsAsRoot(stage)) return "what makes the user would not run as root";
      return [
        ...numbered,
        linesAfter(dockerfile, last, [...(commands.length === 0 ? [] : runLines(dockerfile, commands)), line]),
      ];
    });
  },
  examples: [
    {
      title: "a user of its own",
      says: "yes",
      files: 'FROM debian:12-slim\nRUN useradd --system --uid 10001 app\nUSER 10001\nCMD ["/app"]\n',
    },
    {
      title: "a base that is not root",
      says: "yes",
      files: 'FROM gcr.io/distroless/static:nonroot\nCOPY app /app\nCMD ["/app"]\n',
    },
    { title: "no USER at all", says: "no", files: '«FROM node:22-slim»\nCMD ["node", "server.js"]\n' },
    {
      title: "only the builder has a user",
      says: "no",
      files:
        'FROM golang:1.25 AS build\nUSER 1000\nRUN go build -o /app .\n«FROM alpine:3.22»\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    },
    {
      title: "an entry point that gives up root's rights before it serves",
      says: "yes",
      trial: { drills: { identity: { processes: [{ name: "redis-server", uids: [999, 999, 999, 999] }], rootForMs: 140 } } },
    },
    {
      title: "a master process that stays root",
      says: "no",
      trial: {
        drills: {
          identity: {
            processes: [
              { pid: 1, name: "nginx", uids: [0, 0, 0, 0] },
              { pid: 22, parent: 1, name: "nginx", uids: [101, 101, 101, 101] },
            ],
          },
        },
      },
    },
    {
      title: "a name that is uid 0 in the image",
      says: "no",
      image: {
        config: { user: "admin" },
        files: { "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\nadmin:x:0:0::/:/bin/sh\n" },
      },
    },
  ],
});

/** Every process at every look: real, effective, saved and file system uid. What a health check starts is judged with its check. */
function ofProcesses({ samples, mapped }: IdentitySeen): Answer {
  if (mapped) return unknown("the engine maps users: which uid of the container they are is not to be seen here");
  const looks = samples.map(({ when, processes }) => ({ when, serving: processes.filter(({ visitor }) => !visitor) }));
  const all = looks.flatMap(({ serving }) => serving);
  if (all.length === 0) return unknown("no process was seen");
  for (const { when, serving } of looks) {
    const roots = serving.filter(({ uids }) => uids.includes(0));
    const first = roots[0];
    if (!first) continue;
    const more = roots.length > 1 ? ` and ${roots.length - 1} more` : "";
    const how = first.uids[1] === 0 ? "runs as root" : "can become root again (its real or saved uid is 0)";
    return no(finding(`process ${first.pid} (${first.name})${more} ${how} while it serves`, momentOf("identity", when)));
  }
  const uids = [...new Set(all.map((one) => one.uids[1]))].sort((a, b) => a - b);
  return yes(`every process at ${looks.length} looks ran as uid ${uids.join(", ")}`);
}
