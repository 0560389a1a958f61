import { type Finding, finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import type { ScanStep } from "../../models/ci/ci.js";
import { pipelinePlace, unreadPipelines } from "../../models/project/pipelines.js";
import { defineRule } from "../../rule.js";

const TARGETS = {
  filesystem: "the source tree, which has none of the image's packages",
  repository: "the repository, which has none of the image's packages",
  config: "the configuration, not the packages in the image",
} as const;

export default defineRule({
  id: "image-scanning/scan-gate",
  claim: "CI scans the image and fails on critical or high vulnerabilities",
  why: "A vulnerability in the base or in a dependency ships unless something stops it. A scan that only reports is read by nobody; one of the source tree does not see what the base image brings.",
  todo: 'Scan the image after it is built and before it is pushed, and let the step fail: `trivy image --severity CRITICAL,HIGH --exit-code 1 IMAGE`, or `exit-code: "1"` in the scanner\'s action.',
  weight: "required",
  level: "error",
  since: "0.1.0",
  scope: "project",
  subject: "deployed",
  source(service) {
    if (service.foreign) return notApplicable("the image is not built here");
    const { scans, files, silent } = service.project.ci;
    const gate = scans.find((scan) => scan.target === "image" && scan.gates === true && scan.automatic);
    if (gate) return yes(`${gate.tool} in ${gate.file}: ${gate.because}`);
    const open = scans.find(
      (scan) => scan.automatic && scan.gates !== false && (scan.target === "image" || scan.target === "unknown"),
    );
    if (open) {
      return unknown(
        open.target === "image" ? `${open.tool}: ${open.because}` : `what ${open.tool} scans here cannot be told`,
        open.place,
      );
    }
    const unread = unreadPipelines(service, "scans");
    if (unread) return unknown(`no scan that gates was found, but ${unread} could not be read`);
    const [first, ...more] = scans.map(faultOf);
    if (first) return no(first, ...more);
    const place = pipelinePlace(service);
    if (!place) return unknown("the shipped stage could not be read");
    return no(
      finding(
        files.length + silent.length > 0
          ? "no step of the pipelines scans the image"
          : "there is no pipeline that scans the image",
        place,
      ),
    );
  },
  examples: [
    {
      title: "a scan that fails the job",
      says: "yes",
      files: {
        Dockerfile: "FROM alpine:3.22\n",
        ".github/workflows/image.yml":
          "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: docker build -t app .\n      - run: trivy image --severity CRITICAL,HIGH --exit-code 1 app\n",
      },
    },
    {
      title: "a scan that only reports",
      says: "no",
      files: {
        Dockerfile: "FROM alpine:3.22\n",
        ".github/workflows/image.yml":
          "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: docker build -t app .\n      - run: trivy image app\n",
      },
    },
    { title: "no pipeline at all", says: "no", files: '«FROM alpine:3.22»\nCMD ["/app"]\n' },
  ],
});

function faultOf(scan: ScanStep): Finding {
  if (scan.target !== "image" && scan.target !== "unknown")
    return finding(`${scan.tool} looks at ${TARGETS[scan.target]}`, scan.place);
  if (!scan.automatic) return finding(`${scan.tool} stands before no release: ${scan.because}`, scan.place);
  return finding(`${scan.tool} cannot stop a release: ${scan.because}`, scan.place);
}
