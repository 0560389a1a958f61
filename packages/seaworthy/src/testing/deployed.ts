const DOCKERFILE = 'FROM node:22.12.0-slim\nWORKDIR /app\nCOPY . .\nUSER 1000\nCMD ["node", "server.js"]\n';

/** A built service `api` with more lines in its Compose entry, each indented by four. */
export function composed(more: string, others: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    Dockerfile: DOCKERFILE,
    "server.js": "require('node:http').createServer().listen(3000);\n",
    "compose.yaml": `services:\n  api:\n    build: .\n    image: acme/api:1.2.3\n${more}`,
    ...others,
  };
}

/** The same image run by a Kubernetes Deployment: lines of the container indented by ten, lines of the pod by six. */
export function podded(
  container: string,
  pod = "",
  others: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    Dockerfile: DOCKERFILE,
    "server.js": "require('node:http').createServer().listen(3000);\n",
    "deploy/api.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  template:
    spec:
${pod}      containers:
        - name: api
          image: acme/api:1.2.3
${container}`,
    "compose.build.yaml": "services: {}\n",
    ...others,
  };
}

/** The same image with no deployment at all. */
export const UNDEPLOYED: Readonly<Record<string, string>> = { Dockerfile: DOCKERFILE };

/** A chart beside it: what it sets is not known. */
export const CHART: Readonly<Record<string, string>> = {
  "chart/Chart.yaml": "apiVersion: v2\nname: api\nversion: 1.0.0\n",
};
