import { type Answer, finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { isInside, type Place } from "../../core/place.js";
import { baseFacts } from "../../knowledge/bases.js";
import { settingPlace } from "../../models/image/place.js";
import type { Service } from "../../models/project/service.js";
import { isRootUser } from "../../models/project/uid.js";
import { accountsOf, renumbersAccounts } from "../../models/shell/users.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "non-root-user/numeric-user",
  claim: "USER names a number",
  why: "Kubernetes cannot prove that a named user is not root: with runAsNonRoot it refuses an image whose USER is a name. A number also stays the same when the base renumbers its users.",
  todo: "Give the user a fixed uid and name it by that: `RUN useradd --uid 10001 app` and `USER 10001`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3066"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const { user } = stage.facts;
    if (user.source !== "instruction" || !user.place) return notApplicable("no USER is set");
    const root = isRootUser(user.value);
    if (root === null) return unknown(`USER is \`${user.value}\`, a variable without a known value`, user.place);
    if (root) return notApplicable("USER is root");
    const name = user.value.split(":")[0] ?? "";
    if (/^\d+$/.test(name)) return yes(`USER is the number ${name}`);
    return named(name, user.place, service);
  },
  image({ config, form }, _options, ship) {
    const name = (config.user.split(":")[0] ?? "").trim();
    if (form === "rootfs" || isRootUser(config.user)) return notApplicable("USER is root, or not set");
    if (/^\d+$/.test(name)) return yes(`USER is the number ${name}`);
    return named(name, settingPlace("User"), ship);
  },
  fix({ dockerfile, stage }, _, { findings }) {
    const how = { title: "name the user by its number", safety: "safe", order: "line", changes: ["user", "runs"] } as const;
    return fixEach(findings.slice(0, 1), how, (place) => {
      const user = stage?.facts.user;
      if (!dockerfile || !stage || !user || place.file !== dockerfile.path) return null;
      const own = dockerfile.instructions.find((one) => one.keyword === "USER" && isInside(place.range, one));
      if (!own || own.text.includes("$")) return "a variable owns the value";
      if (stage.facts.runs.some(({ script }) => script !== null && renumbersAccounts(script)))
        return "a RUN gives users other numbers";
      const [name = "", group] = user.value.split(":");
      const accounts = stage.facts.runs.flatMap(({ script }) => (script ? accountsOf(script) : []));
      const ready = stage.base.kind === "image" ? baseFacts(stage.base.reference)?.unprivilegedUser : null;
      const made = accounts.findLast((one) => one.kind === "user" && one.name === name);
      const uid = made ? made.id : ready?.name === name ? ready.uid : null;
      if (uid === null) return made ? `${name} is made without a number of its own` : `the number of ${name} is not known`;
      if (group === undefined || /^\d+$/.test(group))
        return [replaced(dockerfile.path, own.textRange, group === undefined ? String(uid) : `${uid}:${group}`)];
      const gid =
        accounts.findLast((one) => one.kind === "group" && one.name === group)?.id ??
        (!made && ready?.name === group ? ready.uid : null);
      return gid === null
        ? `the number of the group ${group} is not known`
        : [replaced(dockerfile.path, own.textRange, `${uid}:${gid}`)];
    });
  },
  examples: [
    { title: "a number", says: "yes", files: "FROM alpine:3.22\nRUN adduser -D -u 10001 app\nUSER 10001:10001\n" },
    { title: "a name", says: "no", files: "FROM alpine:3.22\nRUN adduser -D app\n«USER app»\n" },
  ],
});

function named(name: string, place: Place, service: Service | null): Answer {
  const demanding = service?.deployments.find(
    (one) => one.kubernetes?.container.security.runAsNonRoot?.value === true && !one.user,
  );
  if (!demanding) return no(finding(`USER is the name ${name}, which Kubernetes' runAsNonRoot refuses`, place));
  const message = `USER is the name ${name}, and ${demanding.name} has runAsNonRoot without runAsUser: Kubernetes will not start it`;
  return no(finding(message, place, { level: "error", deployment: demanding.name }));
}
