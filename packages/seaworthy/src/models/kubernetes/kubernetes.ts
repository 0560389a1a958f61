import type { Sited, SourcePlace } from "../../core/place.js";

export type WorkloadKind = "Deployment" | "StatefulSet" | "DaemonSet" | "Job" | "CronJob" | "Pod" | "ReplicaSet";

export interface Workload {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly namespace: string | null;
  readonly file: string;
  readonly place: SourcePlace; // metadata.name, else kind
  readonly containers: readonly Container[];
  readonly terminationGracePeriodSeconds: Sited<number> | null;
  readonly hostNetwork: Sited<boolean> | null;
  readonly hostPid: Sited<boolean> | null;
  readonly hostIpc: Sited<boolean> | null;
  readonly automountServiceAccountToken: Sited<boolean> | null;
  readonly volumes: readonly PodVolume[];
}

export interface PodVolume {
  readonly name: string;
  readonly type: string; // emptyDir, hostPath, secret, configMap, persistentVolumeClaim, projected…
  readonly hostPath: string | null;
  readonly place: SourcePlace;
}

/** Security context with the pod's values already applied where the container has none. */
export interface SecurityContext {
  readonly runAsUser: Sited<number> | null;
  readonly runAsGroup: Sited<number> | null;
  readonly runAsNonRoot: Sited<boolean> | null;
  readonly readOnlyRootFilesystem: Sited<boolean> | null;
  readonly allowPrivilegeEscalation: Sited<boolean> | null;
  readonly privileged: Sited<boolean> | null;
  readonly capabilitiesAdd: readonly Sited<string>[];
  readonly capabilitiesDrop: readonly Sited<string>[];
  readonly seccompProfile: Sited<string> | null; // the type
  readonly appArmorProfile: Sited<string> | null;
  readonly place: SourcePlace | null;
}

export interface KubernetesProbe {
  readonly place: SourcePlace;
  readonly kind: "httpGet" | "exec" | "tcpSocket" | "grpc" | "none";
  readonly path: string | null;
  readonly port: string | null;
  readonly command: readonly string[];
  readonly initialDelaySeconds: Sited<number> | null;
  readonly periodSeconds: Sited<number> | null;
  readonly timeoutSeconds: Sited<number> | null;
  readonly failureThreshold: Sited<number> | null;
}

export interface Container {
  readonly name: string;
  readonly role: "container" | "init" | "sidecar" | "ephemeral";
  readonly place: SourcePlace;
  readonly image: Sited<string> | null;
  readonly command: Sited<readonly string[]> | null; // entrypoint
  readonly args: Sited<readonly string[]> | null; // cmd
  readonly security: SecurityContext;
  readonly liveness: KubernetesProbe | null;
  readonly readiness: KubernetesProbe | null;
  readonly startup: KubernetesProbe | null;
  readonly preStop: {
    readonly command: readonly string[];
    readonly sleepSeconds: number | null;
    readonly place: SourcePlace;
  } | null;
  /** value null: from a secret, config map or field (`from` says which). */
  readonly env: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly from: string | null;
    readonly place: SourcePlace;
  }[];
  readonly mounts: readonly {
    readonly name: string;
    readonly path: string;
    readonly readOnly: boolean;
    readonly volume: PodVolume | null;
    readonly place: SourcePlace;
  }[];
  readonly ports: readonly {
    readonly port: number;
    readonly hostPort: number | null;
    readonly place: SourcePlace;
  }[];
  readonly limits: ReadonlyMap<string, Sited<string>>;
  readonly requests: ReadonlyMap<string, Sited<string>>;
  readonly imagePullPolicy: Sited<string> | null;
}
