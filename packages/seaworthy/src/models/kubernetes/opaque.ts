import { asList, asString, asStrings, entryOf, get, isNull, parseYaml, type YamlNode } from "../yaml/yaml.js";

/** A file as the tree has it; without `text` it was not read, and whatever it may hold counts. */
export interface DeployingFile {
  readonly path: string;
  readonly text?: string;
}

/**
 * What deploys containers in a way that is not read here, by file. `path` is the whole test where there is no `text`;
 * where there is one, a file whose text was not read counts as a hit.
 */
const TOOLS: readonly {
  readonly tool: string;
  readonly path: RegExp;
  readonly text?: RegExp;
  readonly also?: RegExp;
  readonly unless?: RegExp;
}[] = [
  { tool: "Helm", path: /(?:^|\/)Chart\.yaml$/ },
  {
    tool: "Helmfile",
    path: /(?:^|\/)helmfile(?:\.d\/[^/]+)?\.ya?ml(?:\.gotmpl)?$/,
  },
  {
    tool: "Terraform",
    path: /\.tf(?:\.json)?$/,
    text: /"(?:aws_ecs_(?:task_definition|service)|aws_apprunner_service|aws_lambda_function|kubernetes_(?:deployment|stateful_set|daemonset|daemon_set|pod|job|cron_job|replication_controller|manifest)(?:_v\d)?|kubectl_manifest|helm_release|google_cloud_run(?:_v2)?_(?:service|job)|azurerm_(?:container_group|container_app|linux_web_app)|docker_(?:container|service)|nomad_job|digitalocean_app|fly_(?:app|machine))"|image_uri|container_definitions/,
  },
  { tool: "Pulumi", path: /(?:^|\/)Pulumi\.ya?ml$/ },
  { tool: "AWS CDK", path: /(?:^|\/)cdk\.json$/ },
  {
    tool: "CloudFormation",
    path: /\.(?:ya?ml|json|template)$/,
    text: /AWS::(?:ECS::(?:TaskDefinition|Service)|AppRunner::Service)|PackageType["']?\s*:\s*["']?Image/,
  },
  {
    tool: "ECS",
    path: /(?:^|\/)(?:[^/]*task[-_]?def(?:inition)?[^/]*\.json|copilot\/[^/]+\/manifest\.ya?ml|ecs-params\.ya?ml)$/i,
  },
  { tool: "Nomad", path: /\.nomad(?:\.hcl)?$|(?:^|\/)nomad\/[^/]+\.hcl$/ },
  { tool: "Fly.io", path: /(?:^|\/)fly(?:\.[\w-]+)?\.toml$/ },
  { tool: "Render", path: /(?:^|\/)render\.ya?ml$/ },
  { tool: "Railway", path: /(?:^|\/)railway\.(?:json|toml)$/ },
  {
    tool: "App Engine",
    path: /(?:^|\/)app\.ya?ml$/,
    text: /^(?:runtime|env):\s*\S/m,
  },
  {
    tool: "DigitalOcean App Platform",
    path: /(?:^|\/)\.do\/(?:app|deploy\.template)\.ya?ml$/,
  },
  // A Procfile is no hint: it starts what a buildpack made, not this image.
  { tool: "Heroku", path: /(?:^|\/)heroku\.ya?ml$/ },
  {
    tool: "Dokku or CapRover",
    path: /(?:^|\/)(?:captain-definition|app\.json)$/,
    text: /"(?:schemaVersion|formation|dockerfilePath|imageName)"\s*:/,
    // Heroku's file of this name starts what a buildpack made.
    unless: /"(?:addons|buildpacks)"\s*:|"(?:stack|image)"\s*:\s*"heroku/,
  },
  {
    tool: "Cloud Run",
    path: /\.ya?ml$/,
    text: /^apiVersion:\s*["']?(?:serving\.knative\.dev|run\.googleapis\.com)\//m,
  },
  {
    tool: "Azure Container Apps",
    path: /\.(?:bicep|json|ya?ml)$/,
    text: /Microsoft\.(?:App\/containerApps|ContainerInstance\/containerGroups)/,
  },
  { tool: "Elastic Beanstalk", path: /(?:^|\/)Dockerrun\.aws\.json$/ },
  {
    tool: "Serverless Framework",
    path: /(?:^|\/)serverless\.(?:ya?ml|ts|js|json)$/,
    text: /\becr\b|\bimage\s*:/,
  },
  { tool: "Kamal", path: /(?:^|\/)config\/deploy(?:\.[\w-]+)?\.ya?ml$/ },
  {
    tool: "Skaffold",
    path: /(?:^|\/)skaffold\.ya?ml$/,
    text: /^[ \t]*(?:helm|kustomize)[ \t]*:/m,
  },
  {
    tool: "Argo CD",
    path: /\.ya?ml$/,
    text: /^apiVersion:\s*["']?argoproj\.io\/[\s\S]{0,200}?^kind:\s*["']?(?:Application|ApplicationSet|Rollout)\b/m,
  },
  {
    tool: "Flux",
    path: /\.ya?ml$/,
    text: /^apiVersion:\s*["']?(?:helm|kustomize)\.toolkit\.fluxcd\.io\//m,
  },
  {
    tool: "Jsonnet",
    path: /\.(?:jsonnet|libsonnet)$/,
    text: /\b(?:containers?|Deployment|StatefulSet)\b/,
  },
  {
    tool: "Ansible",
    path: /\.ya?ml(?:\.j2)?$/,
    text: /^[ \t]*(?:-[ \t]+)?(?:community\.docker\.|containers\.podman\.|kubernetes\.core\.)?(?:docker_container|docker_compose(?:_v2)?|docker_swarm_service|docker_stack|podman_container|k8s|helm)[ \t]*:[ \t]*$/m,
    also: /^[ \t]*-[ \t]+(?:name|hosts)[ \t]*:/m,
  },
  {
    tool: "Quadlet",
    path: /\.(?:container|pod|kube)$/,
    text: /^\[(?:Container|Pod|Kube)\]\s*$/m,
  },
  {
    tool: "systemd",
    path: /\.service$/,
    text: /^Exec(?:Start|StartPre)\s*=.*\b(?:docker|podman|nerdctl)\s+(?:run|compose|start)\b/m,
  },
  {
    tool: "Tilt",
    path: /(?:^|\/)Tiltfile$/,
    text: /\b(?:helm|kustomize)\s*\(/,
  },
];

/** How many of the same tool are named: one Helm chart in a thousand is as opaque as all. */
const MAX_OF_ONE_TOOL = 20;
/** Only this much of a file is searched: the marks stand near the top of what is written by hand. */
const SEARCHED = 200_000;

/**
 * The files that may deploy a service in a way that cannot be read: templates, overlays, infrastructure as code,
 * platforms with their own format. An absence found elsewhere proves nothing where one of them is at work.
 */
export function opaqueDeployments(files: readonly DeployingFile[]): readonly { readonly file: string; readonly tool: string }[] {
  const found: { file: string; tool: string }[] = [];
  const counts = new Map<string, number>();
  for (const file of files) {
    if (isSourceOfNothing(file.path)) continue;
    const tool = toolOf(file);
    const count = tool === null ? 0 : (counts.get(tool) ?? 0);
    if (tool === null || count >= MAX_OF_ONE_TOOL) continue;
    counts.set(tool, count + 1);
    found.push({ file: file.path, tool });
  }
  return found;
}

/** CI files and vendored trees deploy nothing by themselves. */
function isSourceOfNothing(path: string): boolean {
  return /^\.github\/|(?:^|\/)(?:node_modules|vendor|\.terraform|\.git)\//.test(path);
}

function toolOf({ path, text }: DeployingFile): string | null {
  if (/(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path)) {
    return text === undefined || changesWorkloads(path, text) ? "Kustomize" : null;
  }
  const searched = text?.slice(0, SEARCHED);
  for (const { tool, path: pattern, text: mark, also, unless } of TOOLS) {
    if (!pattern.test(path)) continue;
    if (!mark) return tool;
    // Without a text only a name that says enough counts: any YAML file might be anything.
    if (
      searched === undefined
        ? !ANY_FILE.test(pattern.source)
        : mark.test(searched) && (!also || also.test(searched)) && !unless?.test(searched)
    )
      return tool;
  }
  return null;
}

/** Patterns that are an extension alone. */
const ANY_FILE = /^\\\.(?!tf)/;

/** The parts of a kustomization that alter or add to what its resources say. Names, namespaces, labels and generators do not matter here. */
const CHANGING = [
  "patches",
  "patchesStrategicMerge",
  "patchesJson6902",
  "images",
  "components",
  "transformers",
  "replacements",
  "vars",
  "helmCharts",
  "helmChartInflationGenerator",
  "generators",
  "openapi",
  "configurations",
];

function changesWorkloads(path: string, text: string): boolean {
  const { documents, problems } = parseYaml(path, text);
  if (problems.some((problem) => problem.kind === "parse" || problem.kind === "merge-conflict")) return true;
  return documents.some((document) => {
    const some = (key: string): boolean => asList(get(document, key)).length > 0 && !isNull(entryOf(document, key)?.value);
    if (CHANGING.some(some)) return true;
    return (
      [...asStrings(get(document, "resources")), ...asStrings(get(document, "bases"))].some((one) => isRemote(one.value)) ||
      sealed(document)
    );
  });
}

/** A resource that kustomize would fetch. */
function isRemote(resource: string): boolean {
  return (
    /^(?:https?|ssh|git|file)(?:@|:)|::|^[\w.-]+\.[a-z]{2,}\/[^/]+\/|\?ref=|^git@/.test(resource) && !/^\.{1,2}\//.test(resource)
  );
}

/** A kind of Kustomize's own that is no plain kustomization. */
function sealed(document: YamlNode): boolean {
  const kind = asString(get(document, "kind"));
  return kind !== null && kind !== "Kustomization";
}
