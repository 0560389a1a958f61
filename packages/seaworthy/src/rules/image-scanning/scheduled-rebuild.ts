import { type Finding, finding, no, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import type { Fix } from "../../core/edit.js";
import type { ScheduledBuild } from "../../models/ci/ci.js";
import { withMonthlyRun } from "../../models/ci/schedule-edit.js";
import { rebuildWorkflow } from "../../models/ci/written-workflow.js";
import { freeWorkflow, isOnGithub } from "../../models/project/new-workflow.js";
import { pipelinePlace, unreadPipelines } from "../../models/project/pipelines.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "image-scanning/scheduled-rebuild",
  claim: "the image is rebuilt on a schedule, at least monthly",
  why: "Security patches of the base arrive without a commit of yours. An image that is only built when the code changes grows old exactly where nobody looks.",
  todo: 'Let the workflow that builds and pushes the image run on a schedule too: `on: { schedule: [{ cron: "17 4 1 * *" }] }`, with `docker build --pull`.',
  weight: "required",
  level: "warning",
  since: "0.1.0",
  scope: "project",
  subject: "deployed",
  options: {
    maxDays: { type: "integer", default: 31, minimum: 1, description: "The longest time between two builds, in days." },
  },
  source(service, { maxDays }) {
    if (service.foreign) return notApplicable("the image is not built here");
    const { schedules, files } = service.project.ci;
    const builders = schedules.filter((one) => one.builds !== false);
    const kept = builders.find((one) => one.builds && one.publishes && one.everyDays !== null && one.everyDays <= maxDays);
    if (kept) return yes(`built anew at least every ${days(kept.everyDays ?? 0)} (${kept.cron ?? "scheduled"})`);
    const open = builders.find((one) => one.publishes !== false && (one.everyDays === null || one.everyDays <= maxDays));
    if (open) return unknown(openBecause(open), open.place);
    const unread = unreadPipelines(service, "schedules");
    if (unread) return unknown(`no scheduled build was found, but ${unread} could not be read`);
    return noOr(
      builders.map((one) => faultOf(one, maxDays)),
      () => {
        const place = pipelinePlace(service);
        if (!place) return unknown("the shipped stage could not be read");
        const message =
          files.length === 0
            ? "there is no pipeline that rebuilds the image on a schedule"
            : schedules.length > 0
              ? "what runs on a schedule here builds no image"
              : "no pipeline rebuilds the image on a schedule";
        return no(finding(message, place));
      },
    );
  },
  fix(service, _options, { read }) {
    if (!isOnGithub(service)) return [{ because: "schedules of other pipelines than GitHub's are set outside of their files" }];
    const { images } = service.project;
    if (images.length === 0) return [{ because: "nothing is built of a Dockerfile of its own" }];
    const { ci, files } = service.project;
    const paths = [...ci.files.map((file) => file.path), ...files.below(".github").filter((path) => /\.ya?ml$/.test(path))];
    const run = withMonthlyRun([...new Set(paths)], read);
    if (run) {
      const title = `let ${run.file} run once a month, too: what it builds of the default branch is published then`;
      return [{ title, safety: "review", order: "line", edits: [run] }];
    }
    const path = freeWorkflow("image-rebuild", read);
    const made: Fix = {
      title: `build ${images.length > 1 ? "each image" : "the image"} anew every month, scan it, and push it to ghcr.io: name your registry where it is another`,
      safety: "review",
      order: "structure",
      edits: [{ create: path, text: rebuildWorkflow(images) }],
    };
    return [made];
  },
  examples: [
    {
      title: "monthly",
      says: "yes",
      files: {
        Dockerfile: "FROM alpine:3.22\n",
        ".github/workflows/image.yml":
          'on:\n  push:\n  schedule:\n    - cron: "17 4 1 * *"\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: docker build --pull -t acme/app .\n      - run: docker push acme/app\n',
      },
    },
    {
      title: "only on a push",
      says: "no",
      files: {
        Dockerfile: "FROM alpine:3.22\n",
        ".github/workflows/image.yml":
          "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: docker build -t acme/app .\n      - run: docker push acme/app\n",
      },
    },
  ],
});

function days(count: number): string {
  return count === 1 ? "day" : `${count} days`;
}

function openBecause(one: ScheduledBuild): string {
  if (one.everyDays === null) return "how often the scheduled pipeline runs is not set in the file";
  return one.builds === null
    ? `whether the schedule builds the image cannot be told: ${one.because}`
    : `whether the scheduled build is pushed cannot be told: ${one.because}`;
}

function faultOf(one: ScheduledBuild, maxDays: number): Finding {
  if (one.publishes === false) return finding("the scheduled build is neither pushed nor deployed", one.place);
  return finding(
    `the scheduled build runs only every ${days(one.everyDays ?? 0)}, and patches wait longer than ${days(maxDays)}`,
    one.place,
  );
}
