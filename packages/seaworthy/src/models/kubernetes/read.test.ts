import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SourcePlace } from "../../core/place.js";
import type { Container, Workload } from "./kubernetes.js";
import { readManifests } from "./read.js";

const FULL = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
spec:
  replicas: 2
  template:
    metadata:
      annotations:
        container.apparmor.security.beta.kubernetes.io/api: runtime/default
    spec:
      terminationGracePeriodSeconds: 45
      automountServiceAccountToken: false
      hostNetwork: true
      hostPID: false
      securityContext:
        runAsUser: 1000
        runAsNonRoot: true
        seccompProfile: {type: RuntimeDefault}
      initContainers:
        - name: migrate
          image: shop/api:1.2
          args: [migrate]
        - name: proxy
          image: envoy:1
          restartPolicy: Always
      containers:
        - name: api
          image: shop/api:1.2
          command: ["node"]
          args: ["server.js", 8080]
          imagePullPolicy: IfNotPresent
          securityContext:
            runAsUser: 0
            readOnlyRootFilesystem: true
            allowPrivilegeEscalation: false
            capabilities:
              drop: [ALL]
              add: ["NET_BIND_SERVICE"]
          livenessProbe:
            httpGet: {path: /live, port: http}
            periodSeconds: 5
          readinessProbe:
            exec:
              command: [sh, -c, "curl -f localhost"]
            timeoutSeconds: 2
          startupProbe:
            grpc: {port: 9000}
            failureThreshold: 30
          lifecycle:
            preStop:
              sleep: {seconds: 5}
          ports:
            - containerPort: 8080
              hostPort: 80
          env:
            - name: MODE
              value: "1"
            - name: PASSWORD
              valueFrom: {secretKeyRef: {name: db, key: password}}
            - name: POD
              valueFrom: {fieldRef: {fieldPath: metadata.name}}
          envFrom:
            - configMapRef: {name: settings}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
            - {name: creds, mountPath: /creds}
            - {name: sock, mountPath: /sock, readOnly: true}
          resources:
            limits: {memory: 256Mi, cpu: 1}
            requests: {cpu: 100m}
      volumes:
        - name: tmp
          emptyDir: {}
        - name: creds
          secret: {secretName: creds}
        - name: sock
          hostPath: {path: /var/run/docker.sock}
`;

const only = (text: string): Workload => {
  const { workloads } = readManifests("k8s.yaml", text);
  expect(workloads).toHaveLength(1);
  return workloads[0] as Workload;
};
const main = (workload: Workload): Container => workload.containers.find((one) => one.role === "container") as Container;
const at = (text: string, place: SourcePlace | null | undefined): string => text.slice(...(place?.range ?? [0, 0]));

describe("a workload", () => {
  const workload = only(FULL);
  const api = main(workload);

  test("the pod", () => {
    expect(workload).toMatchObject({
      kind: "Deployment",
      name: "api",
      namespace: "shop",
      hostPid: { value: false },
      hostIpc: null,
    });
    expect(workload).toMatchObject({
      terminationGracePeriodSeconds: { value: 45 },
      automountServiceAccountToken: { value: false },
    });
    expect(at(FULL, workload.place)).toBe("api");
    expect(at(FULL, workload.hostNetwork?.place)).toBe("true");
    expect(workload.containers.map((one) => [one.name, one.role])).toEqual([
      ["migrate", "init"],
      ["proxy", "sidecar"],
      ["api", "container"],
    ]);
  });

  test("the container wins over the pod, and inherits what it does not say", () => {
    expect(api.security).toMatchObject({
      runAsUser: { value: 0 },
      runAsNonRoot: { value: true },
      readOnlyRootFilesystem: { value: true },
      allowPrivilegeEscalation: { value: false },
      privileged: null,
      seccompProfile: { value: "RuntimeDefault" },
      appArmorProfile: { value: "runtime/default" },
      capabilitiesDrop: [{ value: "ALL" }],
      capabilitiesAdd: [{ value: "NET_BIND_SERVICE" }],
    });
    expect(at(FULL, api.security.runAsUser?.place)).toBe("0");
    expect(workload.containers[0]?.security).toMatchObject({
      runAsUser: { value: 1000 },
      appArmorProfile: null,
      capabilitiesDrop: [],
    });
  });

  test("commands, probes and hooks", () => {
    expect(api).toMatchObject({
      image: { value: "shop/api:1.2" },
      command: { value: ["node"] },
      args: { value: ["server.js", "8080"] },
    });
    expect(at(FULL, api.image?.place)).toBe("shop/api:1.2");
    expect(api.liveness).toMatchObject({ kind: "httpGet", path: "/live", port: "http", periodSeconds: { value: 5 } });
    expect(api.readiness).toMatchObject({
      kind: "exec",
      command: ["sh", "-c", "curl -f localhost"],
      timeoutSeconds: { value: 2 },
    });
    expect(api.startup).toMatchObject({ kind: "grpc", port: "9000", failureThreshold: { value: 30 } });
    expect(api.preStop).toMatchObject({ command: [], sleepSeconds: 5 });
    expect(workload.containers[0]?.liveness).toBeNull();
  });

  test("environment, mounts, ports and resources", () => {
    expect(api.env.map((one) => [one.name, one.value, one.from])).toEqual([
      ["MODE", "1", null],
      ["PASSWORD", null, "secret:db/password"],
      ["POD", null, "field:metadata.name"],
      ["*", null, "configMap:settings"],
    ]);
    expect(api.mounts.map((one) => [one.path, one.readOnly, one.volume?.type])).toEqual([
      ["/tmp", false, "emptyDir"],
      ["/creds", true, "secret"],
      ["/sock", true, "hostPath"],
    ]);
    expect(workload.volumes[2]?.hostPath).toBe("/var/run/docker.sock");
    expect(api.ports).toMatchObject([{ port: 8080, hostPort: 80 }]);
    expect([...api.limits].map(([name, one]) => [name, one.value])).toEqual([
      ["memory", "256Mi"],
      ["cpu", "1"],
    ]);
  });
});

const pod = (kind: string, version: string, body: string): string =>
  `apiVersion: ${version}\nkind: ${kind}\nmetadata: {name: x}\n${body}`;
const SPEC = "{containers: [{name: a, image: app}]}";

describe("kinds", () => {
  test.each([
    ["Pod", "v1", `spec: ${SPEC}`],
    ["Deployment", "apps/v1", `spec: {template: {spec: ${SPEC}}}`],
    ["Deployment", "extensions/v1beta1", `spec: {template: {spec: ${SPEC}}}`],
    ["StatefulSet", "apps/v1", `spec: {template: {spec: ${SPEC}}}`],
    ["DaemonSet", "apps/v1", `spec: {template: {spec: ${SPEC}}}`],
    ["ReplicaSet", "apps/v1", `spec: {template: {spec: ${SPEC}}}`],
    ["Job", "batch/v1", `spec: {template: {spec: ${SPEC}}}`],
    ["CronJob", "batch/v1", `spec: {jobTemplate: {spec: {template: {spec: ${SPEC}}}}}`],
  ])("%s of %s", (kind, version, body) => expect(only(pod(kind, version, body))).toMatchObject({ kind, name: "x" }));

  test.each([
    ["Service", "v1", "spec: {}"],
    ["Deployment", "my.company/v1", `spec: {template: {spec: ${SPEC}}}`],
    ["CustomResourceDefinition", "apiextensions.k8s.io/v1", "spec: {}"],
    ["Workflow", "argoproj.io/v1alpha1", "spec: {}"],
  ])("%s of %s is Kubernetes without a workload", (kind, version, body) =>
    expect(readManifests("a.yaml", pod(kind, version, body))).toMatchObject({ isKubernetes: true, workloads: [], problems: [] }),
  );

  test("several documents, and lists in lists", () => {
    const one = pod("Pod", "v1", `spec: ${SPEC}\n`);
    expect(readManifests("a.yaml", `---\n${one}---\n# nothing\n---\n${one}...\n`).workloads).toHaveLength(2);
    const item = `{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: ${SPEC}}`;
    const list = (items: string) => `{apiVersion: v1, kind: List, items: [${items}]}`;
    expect(readManifests("a.yaml", list(`${item}, ${list(item)}`)).workloads).toHaveLength(2);
  });

  test.each([
    ["Compose", "compose.yaml", "services: {a: {image: b}}"],
    ["a chart", "Chart.yaml", "apiVersion: v2\nname: a\n"],
    ["a workflow", ".github/workflows/a.yml", "on: push\njobs: {}\n"],
    ["text about it", "a.yaml", "text: |\n  apiVersion: v1\n  kind: Pod\n"],
    ["nothing", "a.yaml", ""],
  ])("%s is not Kubernetes", (_, path, text) =>
    expect(readManifests(path, text)).toMatchObject({ isKubernetes: false, problems: [] }),
  );
});

describe("what is no plain manifest", () => {
  test.each([
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n  labels:\n    {{- include "x" . | nindent 4 }}\n',
    "{{- if .Values.on }}\napiVersion: v1\nkind: Pod\n{{- end }}\n",
    `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - {name: a, image: "{{ .Values.image }}"}\n`,
  ])("a template: %#", (text) =>
    expect(readManifests("chart/templates/a.yaml", text)).toMatchObject({
      isKubernetes: true,
      templated: true,
      workloads: [],
      problems: [],
    }),
  );

  test("braces in another document hide no workload", () => {
    const text = `${pod("Pod", "v1", `spec: ${SPEC}\n`)}---\napiVersion: v1\nkind: ConfigMap\ndata: {a: "{{ .x }}"}\n`;
    expect(readManifests("a.yaml", text)).toMatchObject({ templated: false, workloads: [{ kind: "Pod" }] });
  });

  test("patches hold parts", () => {
    const patch = pod("Deployment", "apps/v1", "spec: {template: {spec: {containers: [{name: a, resources: {}}]}}}");
    expect(readManifests("patch.yaml", patch)).toMatchObject({ isKubernetes: true, workloads: [], partial: true, problems: [] });
    expect(readManifests("patch.yaml", pod("Deployment", "apps/v1", "spec: {replicas: 3}"))).toMatchObject({ partial: true });
  });

  test("a kustomization", () => {
    expect(readManifests("kustomization.yaml", "resources: [a.yaml]\n")).toMatchObject({ isKubernetes: true, workloads: [] });
  });
});

describe("faults", () => {
  test("values of the wrong type are reported once, at their place", () => {
    const text = pod(
      "Pod",
      "v1",
      `spec:\n  securityContext: {runAsUser: "1000"}\n  containers: [{name: a, image: b, securityContext: {privileged: "yes"}}, {name: c, image: d}]\n`,
    );
    const { problems, workloads } = readManifests("a.yaml", text);
    expect(problems.map((one) => [one.kind, at(text, one.place)])).toEqual([
      ["schema", '"1000"'],
      ["schema", '"yes"'],
    ]);
    expect(workloads[0]?.containers[0]?.security).toMatchObject({ runAsUser: null, privileged: null });
  });

  test("a broken manifest is a problem", () => {
    const text = "apiVersion: v1\nkind: Pod\nspec:\n  containers: [\n";
    const { isKubernetes, problems } = readManifests("a.yaml", text);
    expect(isKubernetes).toBe(true);
    expect(problems[0]).toMatchObject({ kind: "parse", place: { file: "a.yaml" } });
  });

  test("no text makes it throw", () => {
    const word = fc.constantFrom(
      "apiVersion: v1\n",
      "kind: Pod\n",
      "kind: List\n",
      "items:\n",
      "- ",
      "  ",
      "spec:\n",
      "containers: ",
      "[",
      "{",
      "}",
      "null",
      "image: a\n",
      "&a",
      "*a",
      "---\n",
      "{{ x }}",
      "securityContext: 5\n",
      "env: x\n",
      "é",
      ": ",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const text = words.join("");
        for (const { place } of readManifests("a.yaml", text).problems) expect(place.range[1]).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });
});
