import { SECRET_RULES } from "../../knowledge/secret-rules.js";
import type { LayerSecret } from "../image/layer.js";
import type { Found, Json } from "../image/layer-watcher.js";

const DESCRIPTIONS: ReadonlyMap<string, string> = new Map(SECRET_RULES.map(({ id, description }) => [id, description]));

/** What `secretWatcher` found in the layers, as the image tells it. */
export function layerSecrets(found: readonly Found[]): readonly LayerSecret[] {
  return found.flatMap(({ path, layer, hiddenBy, value }) =>
    (value as readonly (readonly Json[])[]).map(([rule, description, line, certain]): LayerSecret => {
      const id = String(rule);
      return {
        rule: id,
        description: String(description) || (DESCRIPTIONS.get(id) ?? "a credential"),
        where: "file",
        layer,
        path,
        line: typeof line === "number" ? line : null,
        hiddenBy,
        certain: certain === true,
      };
    }),
  );
}
