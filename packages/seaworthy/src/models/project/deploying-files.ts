import { hinted } from "../../core/hinted.js";
import type { Workload } from "../kubernetes/kubernetes.js";
import { type DeployingFile, opaqueDeployments } from "../kubernetes/opaque.js";
import { readManifests } from "../kubernetes/read.js";
import { isComposeName } from "./compose-sets.js";
import { becauseOfName } from "./dockerfile-names.js";
import { folderOf } from "./paths.js";
import type { Reader } from "./reader.js";
import type { ProjectFacts } from "./service.js";

/** What the files of a project deploy besides Compose. */
export interface Deploying {
  readonly workloads: readonly Workload[];
  readonly opaque: ProjectFacts["opaqueDeployments"];
}

/** Files by whose text something can be told; the rest is told by its name alone. */
const READ = hinted(
  ".tf .bicep sonnet .container .pod .kube .service kustomization tiltfile app.json captain task serverless template.json",
  () =>
    /\.(?:tf|tf\.json|bicep|jsonnet|libsonnet|container|pod|kube|service)$|(?:^|\/)(?:kustomization|tiltfile|app\.json|captain-definition|[^/]*task[-_]?def[^/]*\.json|serverless\.(?:ts|js|json)|template\.json)$/,
);
const NAMED = hinted(
  "cdk.json Dockerrun fly railway heroku .nomad .hcl .j2 template .gotmpl",
  () =>
    /(?:^|\/)(?:cdk\.json|Dockerrun\.aws\.json|fly[^/]*\.toml|railway\.(?:json|toml)|heroku\.ya?ml|[^/]+\.(?:nomad|hcl|j2|template|gotmpl))$/,
);
/** Files that look like what is sought and never deploy anything. */
const ELSEWHERE = hinted(
  ".github .gitlab .circleci node_modules .vscode locale i18n translation pnpm-lock mkdocs openapi /.",
  () =>
    /(?:^|\/)(?:\.github|\.gitlab|\.circleci|node_modules|\.vscode|locales?|i18n|translations?)\/|(?:^|\/)(?:pnpm-lock\.yaml|mkdocs\.ya?ml|openapi\.ya?ml|\.[^/]+\.ya?ml)$/,
);
const MOST_READ = 3_000;
const LONGEST = 2_000_000;

function isReadByText(small: string): boolean {
  return small.endsWith(".yaml") || small.endsWith(".yml") || READ.test(small);
}

/** Reads the Kubernetes manifests of a project and lists what deploys it in a way that is not read. */
export function readDeployingFiles(paths: readonly string[], compose: ReadonlySet<string>, reader: Reader): Deploying {
  const workloads: Workload[] = [];
  const candidates: DeployingFile[] = [];
  let read = 0;
  for (const path of paths) {
    const byText = isReadByText(path.toLowerCase());
    if ((!byText && !NAMED.test(path)) || ELSEWHERE.test(`/${path}`) || compose.has(path) || isComposeName(path)) continue;
    if (folderOf(path) !== "." && becauseOfName(`${folderOf(path)}/Dockerfile`) === "is vendored code") continue;
    if (!byText || read >= MOST_READ) {
      candidates.push({ path });
      continue;
    }
    read++;
    const text = reader.glance(path);
    if (text === null || text.length > LONGEST) continue;
    candidates.push({ path, text });
    if (!/\.ya?ml$/i.test(path) || isAsideFolder(path)) continue;
    const manifests = readManifests(path, text);
    if (!manifests.isKubernetes) continue;
    reader.keep(path, text);
    workloads.push(...manifests.workloads);
    for (const problem of manifests.problems) reader.report(problem);
  }
  return { workloads, opaque: opaqueDeployments(candidates) };
}

/** Manifests of tests, examples and development deploy nothing that is in production. */
function isAsideFolder(path: string): boolean {
  const folder = folderOf(path);
  return folder !== "." && becauseOfName(`${folder}/Dockerfile`) !== null;
}
