import { type Finding, finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import type { Fix, Unfixed } from "../../core/edit.js";
import { isSourcePlace } from "../../core/place.js";
import type { ScanStep } from "../../models/ci/ci.js";
import { gatedScan } from "../../models/ci/scan-edit.js";
import { scanWorkflow } from "../../models/ci/written-workflow.js";
import { freeWorkflow, isOnGithub } from "../../models/project/new-workflow.js";
import { pipelinePlace, unreadPipelines } from "../../models/project/pipelines.js";
import type { Service } from "../../models/project/service.js";
import { yamlText } from "../../models/yaml/edit/yaml-text.js";
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
  fix(service, _options, { findings, read }) {
    const mended = findings.flatMap((found) => gated(service, found, read));
    if (mended.length > 0) return mended;
    if (!isOnGithub(service)) return [{ because: "how its pipelines are written is not known: no workflow of GitHub was found" }];
    const { images } = service.project;
    if (images.length === 0) return [{ because: "nothing is built of a Dockerfile of its own" }];
    const path = freeWorkflow("image-scan", read);
    return [
      {
        title: `scan ${images.length > 1 ? "each image" : "the image"} with every push and pull request, and fail on critical and high: make it a required check`,
        safety: "review",
        order: "structure",
        edits: [{ create: path, text: scanWorkflow(images) }],
      },
    ];
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

/** Lets a scan of the image that is there fail its job. */
function gated(service: Service, found: Finding, read: (path: string) => string | null): readonly (Fix | Unfixed)[] {
  const { place } = found;
  if (!isSourcePlace(place) || !place.file.startsWith(".github/")) return [];
  const scan = service.project.ci.scans.find(
    (one) => one.file === place.file && one.place.range[0] === place.range[0] && one.target === "image" && one.automatic,
  );
  const text = scan ? read(place.file) : null;
  if (!scan || text === null) return [];
  const edits = gatedScan(yamlText(place.file, text), place.range[0]);
  if (!edits) return [];
  const title = `let ${scan.tool} fail the job on critical and high vulnerabilities: a release waits until they are mended`;
  return [{ title, safety: "review", order: "line", edits, finding: found }];
}
