import type { Sited, SourcePlace } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import type { Dockerfile } from "../dockerfile/dockerfile.js";
import type { BuildSettings } from "./build-settings.js";

/** The merged production set of Compose files. Every value knows the file and range it came from. */
export interface ComposeProject {
  readonly files: readonly string[];
  readonly services: readonly ComposeService[];
  readonly secrets: ReadonlyMap<string, SecretSource>;
  readonly configs: ReadonlyMap<string, SecretSource>;
  readonly volumes: ReadonlyMap<string, { readonly external: boolean; readonly place: SourcePlace }>;
  readonly problems: readonly Problem[];
}

export interface SecretSource {
  readonly place: SourcePlace;
  readonly file: string | null;
  readonly environment: string | null;
  /** Of a config: its text in the Compose file. */
  readonly content: string | null;
  readonly external: boolean;
}

export interface ComposeBuild {
  readonly place: SourcePlace;
  /** Relative to the project root, "." for the root; null when it is a URL or leaves the root. */
  readonly context: string | null;
  readonly contextWritten: string;
  /** Relative to the project root. */
  readonly dockerfile: string | null;
  readonly inline: Sited<string> | null;
  /** The inline text parsed, its path `<compose file>#<service>`; null when there is none. */
  readonly inlineDockerfile: Dockerfile | null;
  readonly target: Sited<string> | null;
  readonly args: ReadonlyMap<string, Sited<string | null>>;
  readonly additionalContexts: ReadonlyMap<string, Sited<string>>;
  /** How it is built besides. */
  readonly settings: BuildSettings;
}

export interface ComposeHealthcheck {
  readonly place: SourcePlace;
  readonly disabled: boolean; // disable: true, or test: NONE
  /** null: no `test`, the image's is inherited. */
  readonly test: Sited<readonly string[]> | null; // ["CMD", …] or ["CMD-SHELL", text]
  /** In milliseconds; null when not set. */
  readonly interval: Sited<number> | null;
  readonly timeout: Sited<number> | null;
  readonly startPeriod: Sited<number> | null;
  readonly startInterval: Sited<number> | null;
  readonly retries: Sited<number> | null;
}

export interface ComposeMount {
  readonly place: SourcePlace;
  readonly type: "volume" | "bind" | "tmpfs" | "npipe" | "cluster" | "image";
  /** Host path as written after interpolation, volume name, or null. */
  readonly source: string | null;
  readonly target: string;
  readonly readOnly: boolean;
  /** tmpfs options or the short form's third part. */
  readonly options: readonly string[];
}

export interface ComposePort {
  readonly place: SourcePlace;
  readonly hostIp: string | null;
  readonly published: string | null;
  readonly target: string;
  readonly protocol: string;
}

export interface ComposeService {
  readonly name: string;
  readonly place: SourcePlace; // the service's key
  readonly profiles: readonly string[];
  readonly build: ComposeBuild | null;
  readonly image: Sited<string> | null;
  readonly platform: Sited<string> | null;
  readonly command: Sited<readonly string[] | string> | null;
  readonly entrypoint: Sited<readonly string[] | string> | null;
  readonly user: Sited<string> | null;
  readonly workingDir: Sited<string> | null;
  readonly healthcheck: ComposeHealthcheck | null;
  readonly readOnly: Sited<boolean> | null;
  readonly privileged: Sited<boolean> | null;
  readonly init: Sited<boolean> | null;
  readonly capAdd: readonly Sited<string>[];
  readonly capDrop: readonly Sited<string>[];
  readonly securityOpt: readonly Sited<string>[];
  readonly mounts: readonly ComposeMount[]; // volumes: and tmpfs: together
  readonly devices: readonly Sited<string>[];
  readonly ports: readonly ComposePort[];
  readonly expose: readonly Sited<string>[];
  readonly environment: ReadonlyMap<string, Sited<string | null>>; // null: taken from the caller's environment
  /** Names of variables whose value came from ${…} or env without a literal in the file. */
  readonly interpolated: ReadonlySet<string>;
  /** Names of variables whose value fell back to the default of a `${A:-default}` in the file; they are literal all the same. */
  readonly defaulted: ReadonlySet<string>;
  /**
   * Where in the service a variable stands that has no value in this run, `image`, `build.target`, `volumes[0].source`:
   * the text there is not what production sees.
   */
  readonly unset: ReadonlySet<string>;
  /** Names of those variables. */
  readonly wanting: ReadonlySet<string>;
  /** The same for every `${A:-default}` that fell back to its default. */
  readonly fallbacks: ReadonlySet<string>;
  readonly envFiles: readonly Sited<string>[]; // relative to the project root
  readonly secrets: readonly { readonly source: string; readonly target: string; readonly place: SourcePlace }[];
  /** In the same form; a target without a path lies in the root. */
  readonly configs: ComposeService["secrets"];
  /** Names that others reach it by, besides its own. */
  readonly aliases: readonly string[];
  readonly sysctls: ReadonlyMap<string, Sited<string>>;
  readonly shmSize: Sited<string> | null;
  readonly dependsOn: readonly { readonly name: string; readonly condition: string; readonly place: SourcePlace }[];
  readonly networkMode: Sited<string> | null;
  readonly pid: Sited<string> | null;
  readonly ipc: Sited<string> | null;
  readonly uts: Sited<string> | null;
  readonly usernsMode: Sited<string> | null;
  readonly cgroup: Sited<string> | null;
  readonly stopGracePeriod: Sited<number> | null; // milliseconds
  readonly stopSignal: Sited<string> | null;
  readonly restart: Sited<string> | null;
  readonly logging: {
    readonly driver: Sited<string> | null;
    readonly options: ReadonlyMap<string, Sited<string>>;
    readonly place: SourcePlace;
  } | null;
  readonly labels: ReadonlyMap<string, Sited<string>>;
  readonly limits: {
    readonly memory: Sited<string> | null;
    readonly cpus: Sited<string> | null;
    readonly pids: Sited<number> | null;
  };
  readonly replicas: Sited<number> | null;
}
