import { testRule } from "../../testing/test-rule.js";
import rule from "./scheduled-rebuild.js";

const DOCKERFILE = 'FROM alpine:3.22\nCMD ["/app"]\n';
const PUSH = "      - run: docker build --pull -t acme/app .\n      - run: docker push acme/app\n";
const workflow = (on: string, steps = PUSH) => ({
  Dockerfile: DOCKERFILE,
  ".github/workflows/ci.yml": `on:\n${on}jobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n${steps}`,
});
const cron = (written: string) => `  push:\n  schedule:\n    - cron: "${written}"\n`;

testRule(rule, {
  source: {
    yes: [
      workflow(cron("0 3 * * *")),
      workflow(cron("0 3 * * 1")),
      workflow(cron("17 4 1 * *")),
      workflow(
        cron("0 3 * * 0"),
        "      - uses: docker/build-push-action@v6\n        with:\n          pull: true\n          push: true\n          tags: acme/app:1\n",
      ),
      { files: workflow(cron("0 0 1 1,4,7,10 *")), options: { maxDays: 100 } },
    ],
    no: [
      { files: { Dockerfile: '«FROM alpine:3.22»\nCMD ["/app"]\n' }, because: "no pipeline" },
      { files: workflow("  push:\n"), because: "no pipeline rebuilds" },
      { files: workflow(cron("0 0 1 1,4,7,10 *")), because: "only every" },
      { files: workflow(cron("0 3 * * *"), "      - run: npm test\n"), because: "builds no image" },
      {
        title: "built to be tested",
        files: workflow(cron("0 3 * * *"), "      - run: docker build -t app .\n"),
        because: "neither pushed",
      },
      { title: "a month is too long here", files: workflow(cron("0 3 1 * *")), options: { maxDays: 7 } },
    ],
    unknown: [
      { files: { Dockerfile: DOCKERFILE, ".circleci/config.yml": "version: 2.1\n" }, because: ".circleci" },
      {
        title: "a setting decides whether it is pushed",
        files: workflow(
          cron("0 3 * * 0"),
          "      - uses: docker/build-push-action@v6\n        with:\n          push: ${{ vars.PUSH }}\n          tags: acme/app:1\n",
        ),
      },
    ],
    "n/a": [{ "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" }],
  },
});
