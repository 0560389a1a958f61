import { type Finding, finding, noOr, notApplicable, yes } from "../../core/answer.js";
import { type Fix, replaced, type Unfixed } from "../../core/edit.js";
import { isSourcePlace } from "../../core/place.js";
import { capabilityReach } from "../../knowledge/capabilities.js";
import type { ContainerRun } from "../../models/ci/ci.js";
import { optionRange } from "../../models/ci/run-edit.js";
import { parseReference } from "../../models/dockerfile/reference.js";
import { engineSocketOf } from "../../models/project/host-paths.js";
import type { Service } from "../../models/project/service.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/no-privileged-scripts",
  claim: "no script and no pipeline runs the image with rights over the host",
  why: "A `docker run --privileged` in a script undoes what Compose or Kubernetes files promise, and is the line that people copy to the server.",
  todo: "Remove `--privileged`, the engine's socket and dangerous `--cap-add` from the command; give the one capability or device that is needed.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "deployed",
  source(service) {
    const runs = service.project.ci.runs.filter((run) => isOf(service, run));
    if (runs.length === 0) return notApplicable("no script or pipeline that was read runs this image");
    return noOr(runs.flatMap(findingsOf), () => yes("the commands that run this image give it no rights over the host"));
  },
  fix(service, _options, { findings, read }) {
    return findings.map((found) => withoutOption(service, found, read));
  },
  examples: [
    {
      title: "a plain run",
      says: "yes",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  api:\n    build: .\n    image: acme/api:1.2\n",
        "scripts/run.sh": "#!/bin/sh\ndocker run -d --read-only --cap-drop ALL acme/api:1.2\n",
      },
    },
    {
      title: "privileged",
      says: "no",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  api:\n    build: .\n    image: acme/api:1.2\n",
        "scripts/run.sh": "#!/bin/sh\ndocker run -d --privileged acme/api:1.2\n",
      },
    },
  ],
});

function isOf(service: Service, run: ContainerRun): boolean {
  const reference = run.image ? parseReference(run.image) : null;
  if (!reference) return false;
  if (service.image?.name === reference.name) return true;
  if (service.deployments.some(({ image }) => image && parseReference(image.value)?.name === reference.name)) return true;
  return !service.foreign && reference.registry === "docker.io" && reference.name === service.name;
}

/** Takes the option out of the command. */
function withoutOption(service: Service, found: Finding, read: (path: string) => string | null): Fix | Unfixed {
  const { place, message } = found;
  if (!isSourcePlace(place)) return { because: "the command was not found", finding: found };
  const [from, to] = place.range;
  const text = read(place.file)?.slice(from, to) ?? "";
  const run = service.project.ci.runs.find((one) => one.place.file === place.file && one.place.range[0] === from);
  const flag = run?.flags.find((one) => findingsOf({ ...run, flags: [one] }).some((each) => each.message === message));
  const range = flag === undefined ? null : optionRange(text, flag);
  if (!range) return { because: "the option is not written out in the command", finding: found };
  return {
    title: `run the image without \`${flag}\`: what needs it stops working`,
    safety: "review",
    order: "line",
    edits: [replaced(place.file, [from + range[0], from + range[1]], "")],
    finding: found,
  };
}

function findingsOf(run: ContainerRun): readonly Finding[] {
  const inPipeline = /^\.github\/|\.gitlab-ci/.test(run.file);
  return run.flags.flatMap((flag) => {
    const [name = "", value = ""] = flag.split(/=(.*)/s);
    const reason = reasonOf(name, value, inPipeline);
    return reason ? [finding(`\`${run.image}\` is run ${reason}`, run.place)] : [];
  });
}

function reasonOf(name: string, value: string, inPipeline: boolean): string | null {
  switch (name) {
    case "--privileged":
      return value === "false" ? null : "privileged";
    case "--cap-add": {
      const capability = value.toUpperCase().replace(/^CAP_/, "");
      const reach = capabilityReach(capability);
      return reach?.level === "error" ? `with ${capability}, which gives ${reach.gives}` : null;
    }
    case "--volume": {
      const [source = "", target = ""] = value.split(":");
      return engineSocketOf(source, target) ? "with the engine's control socket" : source === "/" ? "with the host's disk" : null;
    }
    case "--mount": {
      const source = /(?:^|,)(?:source|src)=([^,]*)/.exec(value)?.[1] ?? "";
      return engineSocketOf(source, "") ? "with the engine's control socket" : null;
    }
    case "--pid":
    case "--ipc":
    case "--userns":
      return value === "host" ? `in the host's ${name.slice(2)} namespace` : null;
    case "--network":
    case "--net":
      // A pipeline's host is a throw-away machine, where tests reach their stores this way.
      return value === "host" && !inPipeline ? "in the host's network" : null;
    case "--security-opt":
      return /^(?:seccomp|apparmor)[=:]unconfined$|^label[=:]disable$/.test(value) ? `with \`${value}\`` : null;
    default:
      return null;
  }
}
