import type { SourcePlace } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";

export interface CiFile {
  readonly path: string;
  readonly kind: "github-actions" | "gitlab-ci";
  readonly name: string;
}

/** A step that scans an image, a file system or a repository for vulnerabilities. */
export interface ScanStep {
  readonly tool: string; // "trivy", "grype", "snyk", "scout", …
  readonly target: "image" | "filesystem" | "repository" | "config" | "unknown";
  /** Whether it fails the pipeline on critical or high findings. null: depends on something that cannot be read. */
  readonly gates: boolean | null;
  readonly because: string;
  readonly place: SourcePlace;
  readonly file: string;
  /** Whether its workflow runs on pushes, pull requests or before a deployment, not only by hand. */
  readonly automatic: boolean;
}

/** A schedule that builds the image anew. */
export interface ScheduledBuild {
  readonly cron: string | null;
  /** The longest gap between two runs in days; null when it cannot be told (GitLab keeps schedules outside the file). */
  readonly everyDays: number | null;
  /** Whether the scheduled job really builds an image; null when it cannot be told. */
  readonly builds: boolean | null;
  /** Whether what it builds is pushed or deployed by the same run; null when it cannot be told. */
  readonly publishes: boolean | null;
  readonly because: string;
  readonly place: SourcePlace;
}

/** Renovate or Dependabot, and what they keep fresh. */
export interface UpdateBot {
  readonly tool: "renovate" | "dependabot";
  /** Whether it updates images at all: `covers` is not empty. */
  readonly docker: boolean;
  /** The kinds of files whose images it updates. */
  readonly covers: readonly ("dockerfile" | "compose" | "kubernetes")[];
  readonly place: SourcePlace;
  /** Directories whose files it covers, "/" = all; glob patterns kept; `!pattern` leaves paths out. */
  readonly directories: readonly string[];
}

/** A place outside Dockerfile and Compose that runs containers, such as `docker run --privileged` in a workflow or script. */
export interface ContainerRun {
  readonly file: string;
  /** Long names, `--name` or `--name=value`: `-v a:b` is `--volume=a:b`; a value that is not literal is kept as written. */
  readonly flags: readonly string[];
  readonly image: string | null;
  readonly place: SourcePlace;
}

export interface Ci {
  readonly files: readonly CiFile[];
  readonly scans: readonly ScanStep[];
  readonly schedules: readonly ScheduledBuild[];
  readonly bots: readonly UpdateBot[];
  readonly runs: readonly ContainerRun[];
  /** Whether anything in CI builds images at all. */
  readonly builds: readonly { readonly place: SourcePlace; readonly file: string }[];
  /** CI systems that were seen and cannot be read (Jenkinsfile, .circleci, azure-pipelines…). */
  readonly unread: readonly string[];
  /** Those of `unread` that certainly scan nothing: there is no word of it in them. */
  readonly silent: readonly string[];
  readonly problems: readonly Problem[];
}
