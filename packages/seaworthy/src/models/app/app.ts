import type { SourcePlace } from "../../core/place.js";
import type { LanguageManager } from "../shell/packages.js";

export type Language = "node" | "python" | "go" | "java" | "ruby" | "php" | "dotnet" | "rust" | "static" | "unknown";

/** Something in the code that shows a behaviour: an import or dependency and a call, in code that is not a test. */
export interface Signature {
  readonly name: string; // "express + process.on('SIGTERM')"
  readonly because: string;
  readonly place: SourcePlace;
}

export interface HealthEndpoint {
  readonly path: string | null; // "/health"; null where a framework chooses it
  /** deep: asks a real dependency. shallow: answers without asking any. unknown: calls code that could not be followed. */
  readonly depth: "deep" | "shallow" | "unknown";
  readonly because: string;
  readonly place: SourcePlace;
}

export interface ShutdownHandler {
  /** drains: closes the server or waits for work. exits: ends the process at once. unknown: calls code that could not be followed. */
  readonly manner: "drains" | "exits" | "unknown";
  readonly because: string;
  readonly place: SourcePlace;
  /** The framework's own time limit in seconds, where it is known (Spring 30, gunicorn 30…). */
  readonly graceSeconds: number | null;
}

export interface Manifest {
  readonly path: string;
  readonly kind: string; // "package.json", "pyproject.toml", "requirements.txt", "go.mod", "pom.xml", …
  readonly dependencies: ReadonlyMap<string, string>;
  readonly devDependencies: ReadonlyMap<string, string>;
  readonly scripts: ReadonlyMap<string, string>;
  readonly place: SourcePlace;
}

export interface Lockfile {
  readonly path: string;
  readonly kind: string; // "package-lock.json", "yarn.lock", …
  readonly manager: LanguageManager;
}

/** The program inside a service, as far as its files tell. */
export interface App {
  readonly root: string; // directory relative to the project root
  readonly language: Language;
  readonly frameworks: readonly string[]; // "express", "fastapi", "spring-boot", …
  readonly manifests: readonly Manifest[];
  readonly lockfiles: readonly Lockfile[];
  readonly manager: LanguageManager | null;
  /** The file that starts the app, when it could be found from the start command or the manifest. */
  readonly entry: string | null;
  /** True when source of this language was read (app-code claims are unknown otherwise, with `unreadBecause`). */
  readonly sourceRead: boolean;
  readonly unreadBecause: string | null;
  readonly files: number;
  /** Whether it serves HTTP or gRPC; null when it cannot be told. */
  readonly serves: boolean | null;
  readonly ports: readonly { readonly port: number; readonly place: SourcePlace }[];
  /** Real dependencies that the code talks to (postgres, redis, kafka…), by client library and a call. */
  readonly dependencies: readonly Signature[];
  readonly health: readonly HealthEndpoint[];
  readonly shutdown: readonly ShutdownHandler[];
  readonly jsonLogging: readonly Signature[];
  readonly plainLogging: readonly Signature[];
  readonly fileLogging: readonly Signature[];
  readonly secretLoading: readonly Signature[];
  /** Paths that the code writes to, as literals. */
  readonly writes: readonly { readonly path: string; readonly place: SourcePlace }[];
}
