import type { Sited, SourcePlace } from "../../core/place.js";
import type { ComposeService } from "../compose/compose.js";
import type { Container, Workload } from "../kubernetes/kubernetes.js";

/** How a service is run: a Compose service or a container of a Kubernetes workload, in one shape where both have the same fact. */
export interface Deployment {
  readonly kind: "compose" | "kubernetes";
  readonly file: string;
  readonly name: string;
  readonly place: SourcePlace;
  readonly image: Sited<string> | null;
  readonly compose: ComposeService | null;
  readonly kubernetes: {
    readonly workload: Workload;
    readonly container: Container;
  } | null;
  /** True for Job, CronJob, init containers and Compose services that are run once (restart "no" with a profile, `command` of a migration…). */
  readonly oneShot: boolean;
  /** ENTRYPOINT and CMD as the deployment overrides them; null: the image's. */
  readonly entrypoint: Sited<readonly string[] | string> | null;
  readonly command: Sited<readonly string[] | string> | null;
  readonly user: Sited<string> | null;
  readonly readOnlyRoot: Sited<boolean> | null;
  readonly privileged: Sited<boolean> | null;
  readonly noNewPrivileges: Sited<boolean> | null;
  readonly capDrop: readonly Sited<string>[]; // upper case, without CAP_
  readonly capAdd: readonly Sited<string>[];
  readonly writablePaths: readonly Sited<string>[]; // tmpfs, volumes and emptyDirs that may be written
  readonly hostMounts: readonly {
    readonly source: string;
    readonly target: string;
    readonly readOnly: boolean;
    readonly place: SourcePlace;
  }[];
  readonly hostNamespaces: readonly Sited<"network" | "pid" | "ipc" | "uts" | "userns" | "cgroup">[];
  readonly devices: readonly Sited<string>[];
  readonly unconfined: readonly Sited<string>[]; // seccomp, apparmor or selinux switched off
  readonly env: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly literal: boolean;
    readonly place: SourcePlace;
  }[];
  readonly graceSeconds: Sited<number> | null;
}
