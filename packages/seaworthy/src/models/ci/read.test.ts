import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HANGS } from "../../testing/limits.js";
import { readCi } from "./read.js";

const read = (files: Record<string, string>) => readCi(Object.entries(files).map(([path, text]) => ({ path, text })));

describe("scheduled builds", () => {
  const workflow = (job: string, cron = "0 4 * * 1") =>
    read({ ".github/workflows/w.yml": `on:\n  push:\n  schedule:\n    - cron: "${cron}"\njobs:\n  build:\n${job}` }).schedules;

  test.each([
    [
      "docker/build-push-action",
      "    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n",
      true,
    ],
    ["only a build", "    steps:\n      - run: docker build -t app .\n", false],
    ["push behind", "    steps:\n      - run: docker build -t app .\n      - run: docker push app\n", true],
    ["buildx", "    steps:\n      - run: docker buildx build --push -t app .\n", true],
    ["compose", "    steps:\n      - run: docker compose -f compose.yaml build --pull\n", false],
    ["kaniko", "    steps:\n      - run: /kaniko/executor --destination reg/app --context .\n", true],
    ["jib", "    steps:\n      - run: ./mvnw -B compile jib:build\n", true],
    ["ko", "    steps:\n      - run: ko build ./cmd/app\n", true],
    ["on this event", "    if: github.event_name == 'schedule'\n    steps:\n      - run: docker build .\n", false],
    [
      "push by event",
      "    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: ${{ github.event_name != 'pull_request' }}\n",
      true,
    ],
  ])("%s", (_, job, publishes) => {
    expect(workflow(job)).toMatchObject([{ cron: "0 4 * * 1", everyDays: 7, builds: true, publishes }]);
  });

  test.each([
    ["nothing is built", "    steps:\n      - run: npm audit\n", false, "nothing"],
    ["not on schedules", "    if: github.event_name != 'schedule'\n    steps:\n      - run: docker build .\n", false, "schedule"],
    [
      "a step not on schedules",
      "    steps:\n      - if: github.event_name == 'push'\n        run: docker build .\n",
      false,
      "push",
    ],
    ["only a look at the Dockerfile", "    steps:\n      - run: docker build --check .\n", false, "nothing"],
    ["a setting decides", "    if: vars.REBUILD\n    steps:\n      - run: docker build .\n", null, "vars.rebuild"],
    ["a program that may build", "    steps:\n      - run: node scripts/release-nightly.mjs\n", null, "release-nightly"],
  ])("%s", (_, job, builds, because) => {
    const [schedule] = workflow(job);
    expect(schedule?.builds).toBe(builds);
    expect(schedule?.because).toContain(because);
  });

  test("each line of a schedule on its own", () => {
    const text = `on:\n  schedule:\n    - cron: "0 0 * * *"\n    - cron: "0 0 1 * *"\njobs:\n  b:\n    if: github.event.schedule == '0 0 1 * *'\n    steps: [{run: docker build .}]\n`;
    const { schedules } = read({ ".github/workflows/w.yml": text });
    expect(schedules.map((one) => [one.everyDays, one.builds])).toEqual([
      [1, false],
      [31, true],
    ]);
    expect(text.slice(...(schedules[1]?.place.range ?? [0, 0]))).toBe('"0 0 1 * *"');
  });

  test("through a reusable workflow and a make target", () => {
    const { schedules } = read({
      ".github/workflows/nightly.yml":
        "on:\n  schedule:\n    - cron: '@daily'\njobs:\n  a:\n    uses: ./.github/workflows/images.yml\n    with:\n      push: true\n",
      ".github/workflows/images.yml":
        "on:\n  workflow_call:\n    inputs:\n      push: {type: boolean, default: false}\njobs:\n  b:\n    steps:\n      - run: make -C app image\n      - if: inputs.push\n        run: docker push app\n",
      "app/Makefile": "image:\n\tdocker build \\\n\t  -t app .\n",
    });
    expect(schedules).toMatchObject([{ everyDays: 1, builds: true, publishes: true }]);
  });
});

describe("update bots", () => {
  const bots = (path: string, text: string) => read({ [path]: text }).bots;

  test.each([
    ["defaults", '{"extends": ["config:recommended"]}', ["dockerfile", "compose"]],
    ["JSON5", "// our bot\n{\n\textends: ['config:base'], /* all */\n}", ["dockerfile", "compose"]],
    ["off", '{"enabled": false}', []],
    ["other managers only", '{"enabledManagers": ["npm"]}', []],
    ["these managers", '{"enabledManagers": ["npm", "dockerfile"]}', ["dockerfile"]],
    ["the docker switch", '{"docker": {"enabled": false}}', []],
    ["a manager's switch", '{"dockerfile": {"enabled": false}}', ["compose"]],
    ["a preset", '{"extends": ["docker:disable"]}', []],
    ["a rule on all images", '{"packageRules": [{"matchDatasources": ["docker"], "enabled": false}]}', []],
    [
      "a rule on one image",
      '{"packageRules": [{"matchDatasources": ["docker"], "matchPackageNames": ["node"], "enabled": false}]}',
      ["dockerfile", "compose"],
    ],
    [
      "a rule on majors",
      '{"packageRules": [{"matchManagers": ["dockerfile"], "matchUpdateTypes": ["major"], "enabled": false}]}',
      ["dockerfile", "compose"],
    ],
    [
      "a later rule",
      '{"packageRules": [{"matchPackageNames": ["*"], "enabled": false}, {"matchManagers": ["dockerfile"], "enabled": true}]}',
      ["dockerfile"],
    ],
  ])("renovate: %s", (_, text, covers) => {
    expect(bots("renovate.json5", text)).toMatchObject([{ tool: "renovate", covers, docker: covers.length > 0 }]);
  });

  test.each([".renovaterc", ".github/renovate.json5", ".gitlab/renovate.json", ".renovaterc.json"])("renovate in %s", (path) =>
    expect(bots(path, "{}")).toHaveLength(1),
  );

  test("renovate in package.json, its paths", () => {
    expect(bots("package.json", '{"name": "a"}')).toEqual([]);
    expect(bots("package.json", '{"renovate": {"ignorePaths": ["legacy/**"]}}')).toMatchObject([
      { directories: ["/", "!legacy/**"] },
    ]);
    expect(bots("app/package.json", '{"renovate": {}}')).toEqual([]);
  });

  test("dependabot", () => {
    const text =
      'version: 2\nupdates:\n  - package-ecosystem: docker\n    directories: ["/api", "/web*"]\n    schedule: {interval: weekly}\n  - package-ecosystem: docker-compose\n    directory: /\n  - package-ecosystem: npm\n    directory: /\n  - package-ecosystem: "docker"\n    directory: /old\n    open-pull-requests-limit: 0\n';
    const found = bots(".github/dependabot.yml", text);
    expect(found).toMatchObject([
      { docker: true, covers: ["dockerfile", "kubernetes"], directories: ["/api", "/web*"] },
      { docker: true, covers: ["compose"], directories: ["/"] },
      { docker: false, covers: [], directories: ["/old"] },
    ]);
    expect(text.slice(...(found[0]?.place.range ?? [0, 0]))).toBe("docker");
  });
});

describe("containers that scripts start", () => {
  test("flags in one spelling, the image, the place", () => {
    const text =
      '#!/bin/sh\nsudo docker run -itd --rm -v /var/run/docker.sock:/var/run/docker.sock -u 0 --cap-add SYS_ADMIN -p80:80 \\\n  --privileged "node:22" npm start\n';
    const { runs } = read({ "deploy.sh": text });
    expect(runs).toMatchObject([
      {
        file: "deploy.sh",
        image: "node:22",
        flags: [
          "--interactive",
          "--tty",
          "--detach",
          "--rm",
          "--volume=/var/run/docker.sock:/var/run/docker.sock",
          "--user=0",
          "--cap-add=SYS_ADMIN",
          "--publish=80:80",
          "--privileged",
        ],
      },
    ]);
    expect(text.slice(...(runs[0]?.place.range ?? [0, 0]))).toMatch(/docker run[\s\S]*npm start$/);
  });

  test("in a workflow, a Makefile and a package script", () => {
    const make = "IMAGE := app\nrun: ## start\n\t-@docker run --privileged $(IMAGE)\n.PHONY: run\n";
    const { runs } = read({
      ".github/workflows/w.yml": "on: push\njobs:\n  a:\n    steps:\n      - run: podman run --read-only alpine true\n",
      Makefile: make,
      "web/package.json": '{"scripts": {"up": "docker run -e A=\\"b c\\" redis:7"}}',
    });
    expect(runs.map((run) => [run.file, run.image, run.flags])).toEqual([
      [".github/workflows/w.yml", "alpine", ["--read-only"]],
      ["Makefile", null, ["--privileged"]],
      ["web/package.json", "redis:7", ["--env=A=b c"]],
    ]);
    expect(make.slice(...(runs[1]?.place.range ?? [0, 0]))).toBe("docker run --privileged $(IMAGE)");
  });

  test("make's own signs", () => {
    const text = "run:\n\tdocker run --user $$(id -u):$$(id -g) -v $(PWD)/a:/a \\\n\t  app:1\n";
    const { runs } = read({ Makefile: text });
    expect(runs).toMatchObject([{ image: "app:1", flags: ["--user=$(id -u):$(id -g)", "--volume=${PWD}/a:/a"] }]);
    expect(text.slice(...(runs[0]?.place.range ?? [0, 0]))).toMatch(/^docker run [\s\S]* app:1$/);
  });

  test("what starts nothing", () => {
    const { runs } = read({ "a.sh": "docker build .\ndocker exec -it x sh\necho docker run x\n# docker run y\n" });
    expect(runs).toEqual([]);
  });
});

describe("GitLab CI", () => {
  const gitlab = (text: string, more: Record<string, string> = {}) => read({ ".gitlab-ci.yml": text, ...more });

  test("a scan that stops the pipeline", () => {
    const text =
      "scan:\n  image: {name: aquasec/trivy, entrypoint: ['']}\n  script:\n    - trivy image --exit-code 1 --severity HIGH,CRITICAL $IMAGE\n";
    const { scans, files } = gitlab(text);
    expect(files).toMatchObject([{ path: ".gitlab-ci.yml", kind: "gitlab-ci" }]);
    expect(scans).toMatchObject([{ tool: "trivy", target: "image", gates: true, automatic: true }]);
    expect(text.slice(...(scans[0]?.place.range ?? [0, 0]))).toBe("trivy image --exit-code 1 --severity HIGH,CRITICAL $IMAGE");
  });

  test.each([
    ["allow_failure", "scan:\n  allow_failure: true\n  script: [grype app --fail-on high]\n", false],
    ["by its exit codes", "scan:\n  allow_failure: {exit_codes: 1}\n  script: [grype app --fail-on high]\n", null],
    ["|| true", "scan:\n  script:\n    - grype app --fail-on high || true\n", false],
    ["manual", "scan:\n  when: manual\n  script: [grype app --fail-on high]\n", false],
    ["a variable", 'scan:\n  rules:\n    - if: $SCAN_ENABLED == "true"\n  script: [grype app --fail-on high]\n', null],
    [
      "a variable that is off",
      'variables: {SCAN: "off"}\nscan:\n  rules:\n    - if: $SCAN == "on"\n  script: [grype app --fail-on high]\n',
      false,
    ],
    ["never", "scan:\n  rules:\n    - when: never\n  script: [grype app --fail-on high]\n", false],
    [
      "on a branch",
      "scan:\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: [grype app --fail-on high]\n",
      true,
    ],
    ["exit code in a variable", 'variables: {TRIVY_EXIT_CODE: "1"}\nscan:\n  script: [trivy image app]\n', true],
    [
      "merge requests",
      'scan:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == "merge_request_event"\n  script: [grype app --fail-on high]\n',
      true,
    ],
  ])("%s", (_, text, gates) => expect(gitlab(text).scans).toMatchObject([{ gates }]));

  test("on schedules only it is no gate of a change", () => {
    expect(gitlab("scan:\n  only: [schedules]\n  script: [grype app --fail-on high]\n").scans).toMatchObject([
      { automatic: false },
    ]);
  });

  test("the template reports only", () => {
    const { scans } = gitlab("include:\n  - template: Jobs/Container-Scanning.gitlab-ci.yml\n");
    expect(scans).toMatchObject([{ target: "image", gates: false }]);
  });

  test("extends, references and local includes", () => {
    const { scans, unread } = gitlab(
      "include:\n  - local: /ci/*.yml\n  - project: platform/ci\n    file: scan.yml\nscan:\n  extends: .scan\n  script:\n    - !reference [.tools, script]\n",
      { "ci/base.yml": ".scan:\n  allow_failure: true\n.tools:\n  script:\n    - trivy image --exit-code 1 app\n" },
    );
    expect(scans).toMatchObject([{ gates: false, because: expect.stringContaining("allow_failure") }]);
    expect(unread).toEqual(["platform/ci"]);
  });

  test("schedules are set elsewhere: how often cannot be told", () => {
    const text =
      'build:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == "schedule"\n  script:\n    - docker build -t a .\n    - docker push a\n';
    const { schedules } = gitlab(text);
    expect(schedules).toMatchObject([{ cron: null, everyDays: null, builds: true, publishes: true }]);
    expect(text.slice(...(schedules[0]?.place.range ?? [0, 0]))).toBe('$CI_PIPELINE_SOURCE == "schedule"');
    expect(gitlab("build:\n  script: [docker build .]\n").schedules).toEqual([]);
  });

  test("jobs that extend themselves end", () => {
    expect(gitlab("a:\n  extends: b\n  script:\n    - !reference [a, script]\nb:\n  extends: a\n").scans).toEqual([]);
  });
});

describe("the rest", () => {
  test("other systems are named", () => {
    const paths = [
      "Jenkinsfile",
      ".circleci/config.yml",
      "azure-pipelines.yml",
      "cloudbuild.yaml",
      ".drone.yml",
      "buildspec.yml",
      ".woodpecker/a.yaml",
    ];
    expect(read(Object.fromEntries(paths.map((path) => [path, ""]))).unread).toEqual(paths);
  });

  test("a broken workflow is a problem at a place", () => {
    const { problems } = read({ ".github/workflows/w.yml": "on: push\njobs:\n  a: [\n" });
    expect(problems).toMatchObject([{ kind: "parse", place: { file: ".github/workflows/w.yml" } }]);
  });

  test("what is no CI is nothing", () => {
    expect(read({ "compose.yaml": "services: {}", "README.md": "trivy image" })).toEqual({
      files: [],
      scans: [],
      schedules: [],
      bots: [],
      runs: [],
      builds: [],
      unread: [],
      silent: [],
      problems: [],
    });
  });

  test(
    "calls that multiply end",
    () => {
      const jobs = Array.from({ length: 40 }, (_, at) => `  j${at}:\n    uses: ./.github/workflows/w.yml\n`).join("");
      const steps = "      - uses: ./a\n".repeat(40);
      const job = Array.from({ length: 20 }, (_, at) => `j${at}`);
      const lines = job.map((name) => `    - !reference [${name}, script]\n`).join("");
      const crons = '    - cron: "0 0 1 * *"\n'.repeat(3000);
      read({
        ".github/workflows/w.yml": `on: [push, workflow_call]\njobs:\n${jobs}`,
        ".github/workflows/s.yml": `on: push\njobs:\n  a:\n    steps:\n${steps}`,
        ".github/workflows/c.yml": `on:\n  schedule:\n${crons}jobs:\n  a:\n    steps: [{run: docker build .}]\n`,
        "a/action.yml": `runs:\n  steps:\n${steps.replace(/^ {6}/gm, "    ")}`,
        ".gitlab-ci.yml": `include: ${"*a".repeat(200)}\n${job.map((name) => `${name}:\n  extends: [${job.join(", ")}]\n  script:\n${lines}`).join("")}`,
        Makefile: `${job.map((name) => `${name}: ${job.join(" ")}\n\t${job.map((one) => `make ${one}`).join("; ")}\n`).join("")}`,
        "a.sh": "docker run a\n".repeat(2000),
      });
    },
    HANGS,
  );

  test("no text makes it throw", () => {
    const word = fc.constantFrom(
      "on: push\n",
      "jobs:\n",
      "  a:\n",
      "    steps:\n",
      "      - run: |\n",
      "          trivy image a\n",
      "${{",
      "}}",
      "'",
      '"',
      "{",
      "[",
      "\t",
      "if: ",
      "&a ",
      "*a",
      "<<: ",
      "|| true",
      "docker run -",
      "\n",
      "$(",
      "`",
      "é😀",
    );
    const paths = [
      ".github/workflows/w.yml",
      ".gitlab-ci.yml",
      "renovate.json5",
      ".github/dependabot.yml",
      "Makefile",
      "a.sh",
      "package.json",
    ];
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const text = words.join("");
        const ci = readCi(paths.map((path) => ({ path, text })));
        for (const { place } of [...ci.problems, ...ci.runs, ...ci.scans, ...ci.builds]) {
          expect(place.range[0]).toBeLessThanOrEqual(place.range[1]);
          expect(place.range[1]).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});
