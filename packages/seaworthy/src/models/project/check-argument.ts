import { CHECK_ARGUMENT } from "../dockerfile/check-options.js";
import type { Service } from "./service.js";

/** What a Compose file gives the build in place of the directive `# check=`; null when it gives nothing. */
export function checkArgument({ deployments }: Pick<Service, "deployments">): string | null {
  for (const { compose } of deployments) {
    const given = compose?.build?.args.get(CHECK_ARGUMENT)?.value;
    if (given) return given;
  }
  return null;
}
