import { type Answer, finding, no, notApplicable, worst, yes } from "../../core/answer.js";
import { fixEach, inserted, replaced } from "../../core/edit.js";
import { isSourcePlace } from "../../core/place.js";
import { parseDuration } from "../../models/compose/duration.js";
import { builtHealth, isTimedElsewhere } from "../../models/image/health.js";
import { settingPlace } from "../../models/image/place.js";
import { ownChain } from "../../models/image/start.js";
import type { Deployment } from "../../models/project/deployment.js";
import { type DeploymentEdit, fixDeployments, type Made } from "../../models/project/deployment-edit.js";
import { type Probe, type ProbeTimings, probesOf, type Timing } from "../../models/project/probe.js";
import type { Service } from "../../models/project/service.js";
import { defineRule } from "../../rule.js";

/** A JVM with a framework is rarely ready sooner. */
const SLOW_START = 30_000;

export default defineRule({
  id: "healthcheck/timings",
  claim: "the health check notices a broken service soon and leaves a starting one in peace",
  why: "A service is called unhealthy only after `retries` failures in a row, each up to `interval` plus `timeout` after the last. Hours of interval make the check a decoration; seconds without a start period kill an app that is still starting.",
  todo: "Write the times down: `--interval=30s --timeout=5s --start-period=10s --retries=3` finds a broken service in under two minutes. Give slow starters a longer `--start-period`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  needs: { start: true },
  options: {
    maxDetectionSeconds: {
      type: "integer",
      default: 300,
      minimum: 1,
      description:
        "The longest that a broken service may go unnoticed: retries × (interval + timeout). The defaults of Docker make 180, those of Kubernetes 33.",
    },
  },
  source(service, { maxDetectionSeconds }) {
    if (service.dockerfile?.windows) return notApplicable("a Windows container");
    const all = probesOf(service);
    if (all.length === 0) return notApplicable("there is no check to look at");
    const probes = all.filter(({ role }) => role !== "startup");
    const started = new Set(all.flatMap(({ role, deployment }) => (role === "startup" ? [deployment] : [])));
    return (
      worst(probes.map((probe) => answerOf(service, probe, maxDetectionSeconds * 1000, started.has(probe.deployment)))) ??
      notApplicable("there is no check to look at")
    );
  },
  image(image, { maxDetectionSeconds }, ship) {
    const health = builtHealth(image);
    if (health.state !== "checked" || isTimedElsewhere(ship)) return notApplicable("there is no check to look at");
    const { longest, sum } = detection(health.probe);
    const limit = maxDetectionSeconds * 1000;
    const place = settingPlace("Healthcheck");
    if (longest > limit)
      return no(finding(`a broken service may go unnoticed for ${shown(longest)}: ${sum}, more than ${shown(limit)}`, place));
    const isJava = /(?:^|\/)java$/.test(ownChain(image).app?.[0] ?? "");
    const hasty = isJava ? hastyFor(health.probe) : null;
    return hasty ? no(finding(hasty, place)) : yes(`a broken service is noticed within ${shown(longest)}: ${sum}`);
  },
  fix(service, { maxDetectionSeconds }, { findings, read }) {
    const { stage, dockerfile, app } = service;
    const composed = findings.filter(({ place }) => isSourcePlace(place) && place.file !== dockerfile?.path);
    const there = fixDeployments(service, { findings: composed, read }, sooner);
    const how = { title: "notice a broken service sooner", safety: "review", order: "line", changes: ["healthcheck"] } as const;
    const check = stage?.facts.healthcheck;
    if (!dockerfile || !check) return there;
    const built = fixEach(findings.slice(0, 1), how, (place) => {
      if (place.file !== dockerfile.path) return null;
      if (check.flags.some(({ value }) => value?.includes("$"))) return "a variable owns the value";
      const usual = [
        ["interval", "30s", Math.min(60, maxDetectionSeconds / 6)],
        ["timeout", "5s", 30],
        ["retries", "3", 5],
      ] as const;
      const edits = usual.flatMap(([name, value, most]) => {
        const flag = check.flags.find((one) => one.name === name);
        const now =
          flag?.value === undefined || flag.value === null
            ? null
            : name === "retries"
              ? Number(flag.value)
              : (parseDuration(flag.value) ?? 0) / 1000;
        return flag?.valueRange && now !== null && now > most ? [replaced(dockerfile.path, flag.valueRange, value)] : [];
      });
      const start = check.flags.find(({ name }) => name === "start-period");
      if (app?.language === "java" && edits.length === 0)
        return start?.valueRange
          ? [replaced(dockerfile.path, start.valueRange, "60s")]
          : [inserted(dockerfile.path, check.keywordRange[1], " --start-period=60s")];
      return edits.length > 0 ? edits : "the times are not set in this file";
    });
    return [...built, ...there];
  },
  examples: [
    {
      title: "broken for 105 seconds at most",
      says: "yes",
      files:
        'FROM alpine:3.22\nHEALTHCHECK --interval=30s --timeout=5s --retries=3 CMD wget -q --spider http://127.0.0.1/\nCMD ["/app"]\n',
    },
    {
      title: "broken for an hour unnoticed",
      says: "no",
      files: 'FROM alpine:3.22\nHEALTHCHECK «--interval=20m» --timeout=5s CMD wget -q --spider http://127.0.0.1/\nCMD ["/app"]\n',
    },
  ],
});

function answerOf(service: Service, probe: Probe, limit: number, hasStartup: boolean): Answer {
  const { interval, startPeriod } = probe.timings;
  const extra = probe.deployment ? { deployment: probe.deployment.name } : {};
  const { longest, sum } = detection(probe);
  if (longest > limit) {
    const place = worstPart(probe.timings) ?? probe.place;
    return no(
      finding(`a broken service may go unnoticed for ${shown(longest)}: ${sum}, more than ${shown(limit)}`, place, extra),
    );
  }
  const hasty = probe.role !== "readiness" && !hasStartup && service.app?.language === "java" ? hastyFor(probe) : null;
  if (hasty) return no(finding(hasty, startPeriod.place ?? interval.place ?? probe.place, extra));
  return yes(`a broken service is noticed within ${shown(longest)}: ${sum}`);
}

function detection({ timings: { interval, timeout, retries } }: Probe): { readonly longest: number; readonly sum: string } {
  const longest = retries.value * (interval.value + timeout.value);
  return { longest, sum: `${retries.value} × (${shown(interval.value)} + ${shown(timeout.value)}) = ${shown(longest)}` };
}

/** What a check does to a JVM that takes its time to start; null when it is patient enough. */
function hastyFor({ timings: { interval, startPeriod, retries } }: Probe): string | null {
  const patience = startPeriod.value + retries.value * interval.value;
  if (patience >= SLOW_START) return null;
  const period = startPeriod.value > 0 ? `a start period of ${shown(startPeriod.value)} only` : "no start period";
  return `a JVM that takes longer than ${shown(patience)} to start is called unhealthy: there is ${period}`;
}

/** The setting that weighs most. */
function worstPart({ interval, timeout, retries }: ProbeTimings): Timing["place"] {
  // People raise the retries to wait for a slow start, which is what the start period is for.
  if (retries.value > 5 && retries.place) return retries.place;
  const [first, second] = interval.value >= timeout.value ? [interval, timeout] : [timeout, interval];
  return first.place ?? retries.place ?? second.place;
}

function shown(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds * 1000) / 1000} ms`;
  const seconds = Math.round(milliseconds / 100) / 10;
  if (seconds < 600 || seconds % 60 !== 0) return `${seconds} s`;
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${seconds / 60} min`;
}

/** The usual times in place of those that are set too long. */
function sooner({ name, kind, compose }: Deployment, edit: DeploymentEdit): Made {
  const check = compose?.healthcheck;
  if (kind !== "compose" || !check) return null;
  const usual = [
    ["interval", "30s", check.interval, 60_000],
    ["timeout", "5s", check.timeout, 30_000],
    ["retries", 3, check.retries, 5],
  ] as const;
  const changes = usual.flatMap(([key, value, set, most]) =>
    set && set.value > most ? [edit.foreignTo(set.place) ?? edit.set(["healthcheck", key], value)] : [],
  );
  return changes.length === 0 ? null : { title: `notice sooner that ${name} is broken`, changes };
}
