import { describe, expect, test } from "vitest";
import { readCi } from "./read.js";

const indent = (text: string, by: number): string => text.replace(/^(?=.)/gm, " ".repeat(by));

/** A workflow on pushes with these steps. */
const steps = (text: string, job = "", on = "on: [push, pull_request]"): string =>
  `${on}\njobs:\n  scan:\n    runs-on: ubuntu-latest\n${indent(job, 4)}    steps:\n${indent(text, 6)}`;

const read = (text: string, more: Record<string, string> = {}) =>
  readCi(Object.entries({ ".github/workflows/ci.yml": text, ...more }).map(([path, body]) => ({ path, text: body })));

const one = (text: string, job?: string, on?: string) => {
  const { scans } = read(steps(text, job, on));
  expect(scans).toHaveLength(1);
  const [scan] = scans;
  if (!scan) throw new Error("no scan");
  return scan;
};

const run = (line: string): string => `- run: ${line}\n`;
const action = (name: string, inputs = ""): string => `- uses: ${name}\n${inputs ? `  with:\n${indent(inputs, 4)}\n` : ""}`;

describe("scans that stop a pipeline", () => {
  test.each([
    [
      "trivy, both severities",
      action("aquasecurity/trivy-action@0.30.0", "image-ref: app\nexit-code: '1'\nseverity: 'CRITICAL,HIGH'"),
    ],
    ["trivy, every severity", action("aquasecurity/trivy-action@master", "image-ref: app\nexit-code: 1")],
    [
      "trivy SARIF with an exit code",
      action("aquasecurity/trivy-action@v1", "image-ref: a\nformat: sarif\nexit-code: 1\nseverity: CRITICAL"),
    ],
    ["anchore by default", action("anchore/scan-action@v6", "image: app")],
    ["anchore from high on", action("anchore/scan-action@v6", "image: app\nseverity-cutoff: high")],
    ["scout", action("docker/scout-action@v1", "command: cves\nimage: a\nonly-severities: critical,high\nexit-code: true")],
    ["snyk", action("snyk/actions/docker@master", "image: a\nargs: --severity-threshold=high --file=Dockerfile")],
    ["azure", action("Azure/container-scan@v0", "image-name: a")],
    ["trivy CLI", run("trivy image --exit-code 1 --severity HIGH,CRITICAL app:latest")],
    ["trivy CLI with =", run("trivy image --exit-code=1 --severity=CRITICAL,HIGH,MEDIUM app")],
    ["trivy before 0.30", run("trivy --exit-code 1 app:latest")],
    ["trivy by environment", "- run: trivy image app\n  env:\n    TRIVY_EXIT_CODE: 1\n"],
    [
      "trivy in a container",
      run("docker run --rm -v /var/run/docker.sock:/var/run/docker.sock aquasec/trivy:0.60 image --exit-code 1 app"),
    ],
    ["grype", run("grype app:latest --fail-on high")],
    ["grype from a folder", run("./bin/grype -f medium app")],
    ["scout CLI", run("docker scout cves --exit-code --only-severity critical,high app")],
    ["snyk CLI", run("snyk container test app --severity-threshold=high")],
    ["osv-scanner", run("osv-scanner scan image app:latest")],
    ["|| exit 1", run("trivy image --exit-code 1 app || exit 1")],
    ["last of a list", run("docker build -t app . && trivy image --exit-code 1 app")],
    ["a pipe in bash", "- shell: bash\n  run: trivy image --exit-code 1 app | tee out.txt\n"],
    [
      "switched by event, on",
      action("aquasecurity/trivy-action@v1", "image-ref: a\nexit-code: ${{ github.event_name == 'push' && '1' || '0' }}"),
    ],
    [
      "on one branch",
      `- if: github.ref == 'refs/heads/main'\n${indent(run("trivy image --exit-code 1 app").replace("- ", ""), 2)}`,
    ],
    ["a literal of the matrix", "- run: trivy image --exit-code ${{ env.CODE }} app\n  env:\n    CODE: '1'\n"],
  ])("%s", (_, text) => {
    const scan = one(text);
    expect(scan).toMatchObject({ gates: true, target: "image", automatic: true });
  });
});

describe("scans that stop nothing", () => {
  test.each([
    ["no exit code", action("aquasecurity/trivy-action@v1", "image-ref: app"), "without `exit-code`"],
    ["exit code 0", action("aquasecurity/trivy-action@v1", 'image-ref: app\nexit-code: "0"'), "is 0"],
    ["SARIF alone", action("aquasecurity/trivy-action@v1", "image-ref: a\nformat: sarif\noutput: t.sarif"), "SARIF"],
    [
      "critical alone",
      action("aquasecurity/trivy-action@v1", "image-ref: a\nexit-code: 1\nseverity: CRITICAL"),
      "leaves out high",
    ],
    [
      "low ones alone",
      action("aquasecurity/trivy-action@v1", "image-ref: a\nexit-code: 1\nseverity: LOW,MEDIUM"),
      "critical and high",
    ],
    [
      "secrets alone",
      action("aquasecurity/trivy-action@v1", "image-ref: a\nexit-code: 1\nscanners: secret"),
      "not for vulnerabilities",
    ],
    ["anchore told not to", action("anchore/scan-action@v6", "image: a\nfail-build: false"), "fail-build"],
    [
      "anchore critical alone",
      action("anchore/scan-action@v6", "image: a\nseverity-cutoff: critical"),
      "lets high findings pass",
    ],
    ["scout without exit code", action("docker/scout-action@v1", "command: cves\nimage: a"), "without `exit-code"],
    ["scout quickview", action("docker/scout-action@v1", "command: quickview"), "informs"],
    ["snyk monitor", action("snyk/actions/docker@master", "command: monitor"), "monitor"],
    ["grype without a level", run("grype app --only-fixed"), "without `--fail-on`"],
    ["|| true", run("trivy image --exit-code 1 app || true"), "|| true"],
    ["|| echo", run("snyk container test app || echo found"), "|| echo"],
    ["a pipe in the default shell", run("trivy image --exit-code 1 app | tee out.txt"), "pipe"],
    ["set +e", "- run: |\n    set +e\n    trivy image --exit-code 1 app\n    echo done\n", "goes on"],
    ["a shell without -e", "- shell: bash {0}\n  run: |\n    trivy image --exit-code 1 app\n    echo done\n", "goes on"],
    ["continue-on-error", "- run: grype app --fail-on high\n  continue-on-error: true\n", "continue-on-error"],
    ["if: false", "- run: grype app --fail-on high\n  if: ${{ false }}\n", "if:"],
    ["negated", run('"! grype app --fail-on high"'), "turns its failure around"],
  ])("%s", (_, text, because) => {
    const scan = one(text);
    expect(scan.gates).toBe(false);
    expect(scan.because).toContain(because);
  });

  test("a job that may fail", () => {
    expect(one(run("grype app --fail-on high"), "continue-on-error: true\n")).toMatchObject({ gates: false });
  });

  test.each([
    ["a variable", "- run: grype app --fail-on high\n  if: vars.SCAN == 'on'\n", "vars.scan"],
    [
      "a secret",
      "- run: snyk container test app\n  if: env.TOKEN != ''\n  env:\n    TOKEN: ${{ secrets.SNYK }}\n",
      "secrets.snyk",
    ],
    [
      "an exit code from outside",
      action("aquasecurity/trivy-action@v1", "image-ref: a\nexit-code: ${{ vars.CODE }}"),
      "not literal",
    ],
    ["flags in a variable", run("trivy image $TRIVY_ARGS app"), "not literal"],
    ["a condition of the script", "- run: |\n    if trivy image --exit-code 1 app; then echo ok; fi\n", "condition"],
    [
      "a branch of the script",
      '- run: |\n    if [ "$SCAN" = 1 ]; then\n      trivy image --exit-code 1 app\n    fi\n',
      "branches",
    ],
    ["its own handling", "- run: |\n    set +e\n    trivy image --exit-code 1 app\n    rc=$?\n    exit $rc\n", "by itself"],
    ["a server's policies", run("jf docker scan app"), "Xray"],
  ])("%s leaves it open", (_, text, because) => {
    const scan = one(text);
    expect(scan.gates).toBeNull();
    expect(scan.because.toLowerCase()).toContain(because.toLowerCase());
  });

  test("scans of something else than the image are told apart", () => {
    const target = (text: string) => one(text).target;
    expect(target(action("aquasecurity/trivy-action@v1", "scan-type: fs\nexit-code: 1"))).toBe("filesystem");
    expect(target(action("aquasecurity/trivy-action@v1", "scan-type: repo"))).toBe("repository");
    expect(target(action("aquasecurity/trivy-action@v1", "scan-type: config"))).toBe("config");
    expect(target(run("trivy fs --exit-code 1 ."))).toBe("filesystem");
    expect(target(run("grype dir:. --fail-on high"))).toBe("filesystem");
    expect(target(run("snyk test"))).toBe("repository");
    expect(target(action("snyk/actions/node@master"))).toBe("repository");
  });

  test.each([
    "- uses: super-linter/super-linter@v7\n  env:\n    VALIDATE_TRIVY: false\n",
    "- run: trivy --version\n",
    "- run: trivy image --download-db-only\n",
    "- run: echo trivy image app\n",
    "- uses: actions/github-script@v7\n  with:\n    script: const tools = /snyk|trivy|grype/i\n",
    "- uses: aquasecurity/setup-trivy@v0.2\n",
    "- run: docker pull aquasec/trivy\n",
  ])("a name alone is no scan: %#", (text) => expect(read(steps(text)).scans).toEqual([]));
});

describe("when a scan runs", () => {
  const scan = run("grype app --fail-on high");
  test("by hand only", () => {
    expect(one(scan, "", "on: workflow_dispatch")).toMatchObject({ gates: true, automatic: false });
  });
  test("on a schedule only", () => {
    const found = one(scan, "", 'on:\n  schedule:\n    - cron: "0 0 * * *"');
    expect(found.automatic).toBe(false);
    expect(found.because).toContain("schedule only");
  });
  test("not on pushes when an input that only a hand gives asks for it", () => {
    const text = `- if: inputs.scan\n  run: grype app --fail-on high\n`;
    expect(one(text, "", "on: [push, workflow_dispatch]")).toMatchObject({ automatic: false, gates: null });
  });
  test("a job runs only with the jobs that it needs", () => {
    const text = `on: push\njobs:\n  gate:\n    if: false\n    steps: [{run: echo}]\n  scan:\n    needs: gate\n    steps:\n      - run: grype app --fail-on high\n`;
    expect(read(text).scans[0]).toMatchObject({ gates: false, automatic: false });
  });
  test("the trigger that makes most of it counts", () => {
    const text = action(
      "aquasecurity/trivy-action@v1",
      "image-ref: a\nexit-code: ${{ github.event_name == 'pull_request' && '0' || '1' }}",
    );
    expect(one(text)).toMatchObject({ gates: true, automatic: true });
  });
});

describe("scans behind calls", () => {
  test("a reusable workflow with its caller's inputs", () => {
    const called = `on:\n  workflow_call:\n    inputs:\n      code:\n        type: string\n        default: "0"\njobs:\n  s:\n    steps:\n      - uses: aquasecurity/trivy-action@v1\n        with:\n          image-ref: a\n          exit-code: \${{ inputs.code }}\n`;
    const caller = (code: string) => `on: push\njobs:\n  call:\n    uses: ./.github/workflows/scan.yml\n${code}`;
    const at = { ".github/workflows/scan.yml": called };
    expect(read(caller('    with:\n      code: "1"\n'), at).scans).toMatchObject([
      { gates: true, automatic: true, file: ".github/workflows/scan.yml" },
    ]);
    expect(read(caller(""), at).scans).toMatchObject([{ gates: false, automatic: true }]);
  });
  test("a composite action", () => {
    const composite =
      "runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: trivy image --exit-code ${{ inputs.code }} app\ninputs:\n  code:\n    default: '1'\n";
    const { scans } = read(steps("- uses: ./.github/actions/scan\n"), { ".github/actions/scan/action.yml": composite });
    expect(scans).toMatchObject([{ gates: true, file: ".github/actions/scan/action.yml" }]);
  });
  test("a script, as far as its caller lets it fail", () => {
    const script = { "scripts/scan.sh": "#!/bin/bash\nset -euo pipefail\ntrivy image --exit-code 1 app\n" };
    expect(read(steps(run("./scripts/scan.sh")), script).scans).toMatchObject([{ gates: true, file: "scripts/scan.sh" }]);
    expect(read(steps(run("bash scripts/scan.sh || true")), script).scans).toMatchObject([{ gates: false }]);
    expect(read(steps(run("echo")), script).scans).toEqual([]);
  });
  test("a make target and a package script", () => {
    const more = { Makefile: "scan: build\n\t@trivy image --exit-code 1 $(IMAGE)\nbuild:\n\tdocker build -t $(IMAGE) .\n" };
    const found = read(steps(run("make scan")), more);
    expect(found.scans).toMatchObject([{ gates: true, file: "Makefile" }]);
    expect(found.builds).toMatchObject([{ file: "Makefile" }]);
    const pack = { "package.json": '{"scripts": {"scan": "docker build . && grype app --fail-on high"}}' };
    expect(read(steps(run("npm run scan")), pack).scans).toMatchObject([{ gates: true, file: "package.json" }]);
  });
  test("workflows and actions that call themselves end", () => {
    const loop =
      "on: [push, workflow_call]\njobs:\n  a:\n    uses: ./.github/workflows/ci.yml\n  b:\n    needs: b\n    steps: [{run: trivy image app}]\n";
    expect(read(loop).scans).toHaveLength(1);
    const make = { Makefile: "a: b\n\tmake b\nb: a\n\tmake a\n" };
    expect(read(steps(run("make a")), make).scans).toEqual([]);
  });
  test("a workflow of another repository is unread when its name tells", () => {
    const text =
      "on: push\njobs:\n  a:\n    uses: org/ci/.github/workflows/docker-scan.yml@v1\n  b:\n    uses: org/ci/.github/workflows/stale.yml@v1\n";
    expect(read(text).unread).toEqual(["org/ci/.github/workflows/docker-scan.yml@v1"]);
  });
});

describe("places", () => {
  test("of commands in blocks, folded and quoted scalars", () => {
    for (const style of ["|\n          ", ">-\n          ", ""]) {
      const text = steps(`- name: é\n  run: ${style}docker build -t app . && trivy image --exit-code 1 app\n`);
      const [scan] = read(text).scans;
      expect(text.slice(...(scan?.place.range ?? [0, 0]))).toBe("trivy image --exit-code 1 app");
    }
    const quoted = steps('- run: "echo \\"x\\"; grype app --fail-on high"\n');
    expect(quoted.slice(...(read(quoted).scans[0]?.place.range ?? [0, 0]))).toBe("grype app --fail-on high");
    const single = steps("- run: 'echo ''x'' && grype app --fail-on high'\n");
    expect(single.slice(...(read(single).scans[0]?.place.range ?? [0, 0]))).toBe("grype app --fail-on high");
  });
  test("behind an expression of another length", () => {
    const text = steps("- run: |\n    echo ${{ github.sha }} ${{ github.event_name }}\n    grype app --fail-on high\n");
    expect(text.slice(...(read(text).scans[0]?.place.range ?? [0, 0]))).toBe("grype app --fail-on high");
  });
  test("of an action", () => {
    const text = steps(action("anchore/scan-action@v6", "image: a"));
    expect(text.slice(...(read(text).scans[0]?.place.range ?? [0, 0]))).toBe("anchore/scan-action@v6");
  });
});
