import * as actions from "./actions.js";
import * as baseOs from "./base-os.js";
import * as baseVariables from "./base-variables.js";
import * as bases from "./bases.js";
import * as buildPrograms from "./build-programs.js";
import * as buildkitChecks from "./buildkit-checks.js";
import * as cacheFolders from "./cache-folders.js";
import * as clutter from "./clutter.js";
import * as endOfLife from "./end-of-life-dates.js";
import * as hardening from "./hardening.js";
import * as javaGroups from "./java-groups.js";
import * as javaImages from "./java-images.js";
import * as linterNames from "./linter-names.js";
import * as ports from "./ports.js";
import * as probePackages from "./probe-packages.js";
import * as programs from "./programs.js";
import * as secretFiles from "./secret-files.js";
import * as secretRules from "./secret-rules.js";
import * as servers from "./servers.js";
import * as setuid from "./setuid.js";
import * as thirdParties from "./third-parties.js";
import * as tools from "./tools.js";
import * as trivyChecks from "./trivy-checks.js";

/** A table of facts: where its rows come from, and the day on which they were last compared. */
export interface FactTable {
  readonly about: string;
  readonly source: string;
  readonly asOf: string;
}

/** Every table of dated facts, for the documentation and for whoever asks how old an answer is. */
export const FACT_TABLES: readonly FactTable[] = [
  { about: "base images: user, variant, tools, start", source: bases.SOURCE, asOf: bases.AS_OF },
  { about: "what known images need under hardening", source: hardening.SOURCE, asOf: hardening.AS_OF },
  { about: "actions that a pipeline is given", source: actions.SOURCE, asOf: actions.AS_OF },
  { about: "operating systems of base images", source: baseOs.SOURCE, asOf: baseOs.AS_OF },
  { about: "variables that base images set", source: baseVariables.SOURCE, asOf: baseVariables.AS_OF },
  { about: "end of life of systems and runtimes", source: endOfLife.SOURCE, asOf: endOfLife.AS_OF },
  { about: "names that other linters have", source: linterNames.SOURCE, asOf: linterNames.AS_OF },
  { about: "packages that bring the programs of health checks", source: probePackages.SOURCE, asOf: probePackages.AS_OF },
  { about: "what takes the place of images of OpenJDK", source: javaImages.SOURCE, asOf: javaImages.AS_OF },
  { about: "ports that speak another protocol than HTTP", source: ports.SOURCE, asOf: ports.AS_OF },
  { about: "groups of Java archives that do not say theirs", source: javaGroups.SOURCE, asOf: javaGroups.AS_OF },
  { about: "programs that no package tells of, and how they say their version", source: programs.SOURCE, asOf: programs.AS_OF },
  { about: "secret formats", source: secretRules.SOURCE, asOf: secretRules.AS_OF },
  { about: "files that hold secrets", source: secretFiles.SOURCE, asOf: secretFiles.AS_OF },
  { about: "build tools, wrappers, development servers", source: tools.SOURCE, asOf: tools.AS_OF },
  { about: "programs that build, as files", source: buildPrograms.SOURCE, asOf: buildPrograms.AS_OF },
  { about: "what a build context holds and no image needs", source: clutter.SOURCE, asOf: clutter.AS_OF },
  { about: "where package managers keep caches", source: cacheFolders.SOURCE, asOf: cacheFolders.AS_OF },
  { about: "servers and the signals that end them", source: servers.SOURCE, asOf: servers.AS_OF },
  { about: "programs with setuid that distributions ship", source: setuid.SOURCE, asOf: setuid.AS_OF },
  { about: "who packages for Debian and the RPM family besides them", source: thirdParties.SOURCE, asOf: thirdParties.AS_OF },
  { about: "the builder's own checks", source: buildkitChecks.SOURCE, asOf: buildkitChecks.AS_OF },
  { about: "names of Trivy's checks", source: trivyChecks.SOURCE, asOf: trivyChecks.AS_OF },
  {
    about: "client libraries, loggers and frameworks by language",
    source: "each library's own documentation",
    asOf: "2026-11-20",
  },
  { about: "the Compose schema", source: "compose-spec/compose-go, schema/compose-spec.json (Apache-2.0)", asOf: "2026-06-29" },
];
