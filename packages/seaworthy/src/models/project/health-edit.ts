import { isSeq } from "yaml";
import type { Finding } from "../../core/answer.js";
import { type Fix, replaced, type Unfixed } from "../../core/edit.js";
import { isSourcePlace, type SourcePlace } from "../../core/place.js";
import { familiarName } from "../../knowledge/bases.js";
import { hardeningOf } from "../../knowledge/hardening.js";
import { variableIn } from "../yaml/edit/change.js";
import { Flow, type Written } from "../yaml/edit/written.js";
import type { Deployment } from "./deployment.js";
import { type DeploymentEdit, fixDeployments, type Made } from "./deployment-edit.js";
import { healthCommand, healthPath, servedPort } from "./health-command.js";
import type { Service } from "./service.js";

type Seen = { readonly findings: readonly Finding[]; read(path: string): string | null };

/** Health checks that a deployment brings: of foreign images by what they have, of pods by the path that the app serves. */
export function deployedHealth(service: Service, seen: Seen): readonly (Fix | Unfixed)[] {
  return fixDeployments(service, seen, (deployment, edit) =>
    deployment.kind === "compose" ? inCompose(service, deployment, edit) : inPod(service, deployment, edit),
  );
}

/** Whether a service is asked where it is deployed: several programs are started of one image, or it is not built here. */
export function isAskedWhereDeployed({ foreign, deployments }: Service): boolean {
  const lasting = deployments.filter((one) => !one.oneShot && one.kind === "compose");
  return foreign || (lasting.length > 1 && lasting.some(startsAnother));
}

function startsAnother({ command, entrypoint }: Deployment): boolean {
  return command !== null || entrypoint !== null;
}

function inCompose(service: Service, deployment: Deployment, edit: DeploymentEdit): Made {
  const { name, compose } = deployment;
  const test = testOf(service, deployment);
  if (test === null) return `by what program ${service.image?.written ?? name} can be asked for its health is not known`;
  const elsewhere = edit.foreignTo(compose?.healthcheck?.place);
  if (elsewhere) return elsewhere;
  const title = `let ${name} be asked for its health: ${test instanceof Flow ? test.items.slice(1).join(" ") : test}`;
  const usual = { interval: "30s", timeout: "5s", retries: 3, start_period: "30s" };
  const times = compose?.healthcheck ?? null;
  if (times === null) return { title, changes: [edit.set(["healthcheck"], { test, ...usual })] };
  if (compose?.healthcheck?.disabled) return { title, changes: [edit.set(["healthcheck"], { test, ...usual })] };
  return { title, changes: [edit.set(["healthcheck", "test"], test)] };
}

/** The tests of Compose files written anew, so that they tell how the app fares. */
export function composedTests(service: Service, seen: Seen): readonly (Fix | Unfixed)[] {
  const places = new Map(
    service.deployments.flatMap((one) => {
      const test = one.compose?.healthcheck?.test;
      return test ? [[`${test.place.file} ${test.place.range[0]}`, one] as const] : [];
    }),
  );
  const findings = seen.findings.filter(({ place }) => isSourcePlace(place) && isIn(places, place));
  return fixDeployments(service, { findings, read: seen.read }, (deployment, edit, { place }) => {
    if (!isSourcePlace(place)) return null;
    const { name } = deployment;
    const whole = deployment.compose?.healthcheck?.test?.place;
    const elsewhere = edit.foreignTo(whole);
    if (!whole || elsewhere) return elsewhere;
    const test = edit.raw(["healthcheck", "test"]);
    const variable = variableIn(test) ?? (isSeq(test) ? (test.items.map(variableIn).find((one) => one !== null) ?? null) : null);
    if (variable) return variable;
    const text = edit.source.text.slice(...whole.range);
    const made = service.foreign ? testOf(service, deployment) : null;
    const title = `let the health check of ${name} fail when it does not fare well`;
    if (made === null) {
      const mended = failing(text);
      if (mended !== text) return { title, changes: [replaced(whole.file, whole.range, mended)] };
    }
    const other = made ?? (startsAnother(deployment) ? null : testOf(service, deployment));
    return other === null
      ? `how ${name} can be asked is not known`
      : { title, changes: [edit.set(["healthcheck", "test"], other)] };
  });
}

function isIn(places: ReadonlyMap<string, Deployment>, { file, range }: SourcePlace): boolean {
  for (const one of places.values()) {
    const place = one.compose?.healthcheck?.test?.place;
    if (place?.file === file && range[0] >= place.range[0] && range[1] <= place.range[1]) return true;
  }
  return false;
}

/** A test whose failures count: an answer of 400 and more is one, and none is thrown away. */
function failing(text: string): string {
  return text
    .replace(/(["'])curl\1\s*,\s*(?!["']-)/, "$1curl$1, $1-f$1, ")
    .replace(/\bcurl(\s+)(?![^"'\n|;&]*\s?(?:-[a-zA-Z]*f|--fail))/, "curl -f$1")
    .replace(/\|\|\s*(?:true|:|exit 0)\b/, "|| exit 1");
}

/** The check of a known image, as Compose takes it; null where none is known. */
export function testOf(service: Service, deployment: Deployment): Flow | string | null {
  const known = service.foreign && service.image ? hardeningOf(familiarName(service.image.name))?.health : null;
  if (known) {
    if (typeof known !== "string") return new Flow(["CMD", ...known]);
    // Where a password is asked for, being asked for it is a sign of life, too.
    const guarded = /requirepass/.test([deployment.command?.value ?? ""].flat().join(" "));
    return new Flow(["CMD-SHELL", guarded ? known.replace("grep -q PONG", 'grep -qE "PONG|NOAUTH"') : known]);
  }
  const own = healthCommand(service);
  return typeof own === "string" ? null : new Flow(["CMD", ...own.words.map((word) => word.replaceAll("$", "$$$$"))]);
}

function inPod(service: Service, deployment: Deployment, edit: DeploymentEdit): Made {
  const { name, kubernetes } = deployment;
  const ports = kubernetes?.container.ports ?? [];
  const port = (service.foreign ? null : servedPort(service)) ?? (ports.length === 1 ? (ports[0]?.port ?? null) : null);
  if (port === null) return `which port of ${name} can be asked is not known`;
  const path = service.foreign ? knownPath(service, port) : healthPath(service);
  const probe: Written = path === null ? { tcpSocket: { port } } : { httpGet: { path, port } };
  const title =
    path === null
      ? `let the kubelet see whether ${name} takes connections on port ${port}: a path of its health would tell more`
      : `let the kubelet ask ${name} for its health: ${path} on port ${port}`;
  return { title, changes: [edit.set(["readinessProbe"], { ...probe, periodSeconds: 10, timeoutSeconds: 5 })] };
}

/** The path of a known image's own check at this port. */
function knownPath(service: Service, port: number): string | null {
  const known = service.image ? hardeningOf(familiarName(service.image.name))?.health : null;
  const text = typeof known === "string" ? known : (known ?? []).join(" ");
  const match = /http:\/\/127\.0\.0\.1:(\d+)(\/[\w./-]*)/.exec(text);
  return match && Number(match[1]) === port ? (match[2] ?? null) : null;
}
