import { type Finding, finding, noOr, unknown, yes } from "../../core/answer.js";
import { unreadPart } from "../../models/image/build-tools.js";
import type { Image } from "../../models/image/image.js";
import { instructionOf } from "../../models/image/instruction.js";
import type { LayerSecret } from "../../models/image/layer.js";
import { layerPlace } from "../../models/image/place.js";
import { described } from "../../models/project/credentials.js";
import { defineRule } from "../../rule.js";

const MOST = 30;

export default defineRule({
  id: "no-secrets/no-secrets-in-layers",
  claim: "no text file of any layer holds a credential, also none that a later layer deletes",
  why: "Everyone who can pull the image can unpack its layers one by one; a file that was deleted later is still in the layer that brought it.",
  todo: "Change the credential first: it is out. Then build without it: name the file in .dockerignore, give it to the build with `RUN --mount=type=secret`, and to the app at run time.",
  weight: "required",
  level: "error",
  since: "0.2.0",
  subject: "built",
  aliases: ["CIS-DI-0010"],
  image(image) {
    const files = image.secrets.filter(({ where }) => where === "file");
    const certain = files.filter((one) => one.certain);
    const findings = certain.slice(0, MOST).map((one) => told(image, one));
    return noOr(findings, () => {
      const [open] = files;
      if (open) return unknown(`${open.path}${at(open)} may hold ${described(open.description)}`, place(image, open));
      const unread = unreadPart(image);
      return unread ? unknown(unread) : yes("no text in any layer has the form of a credential");
    });
  },
  examples: [
    { title: "none", says: "yes", image: { files: { "/app/server.js": "" } } },
    {
      title: "copied along, and deleted too late",
      says: "no",
      image: {
        layers: [layer(0, "COPY . /app"), layer(1, "RUN /bin/sh -c rm /app/deploy_key # buildkit")],
        secrets: [
          {
            rule: "private-key",
            description: "private key",
            where: "file",
            layer: 0,
            path: "/app/deploy_key",
            line: 1,
            hiddenBy: 1,
            certain: true,
          },
        ],
      },
    },
  ],
});

function told(image: Image, secret: LayerSecret): Finding {
  const { path, description, layer, hiddenBy } = secret;
  const by = layer === null ? null : instructionOf(image, layer);
  const hider = hiddenBy === null ? null : (instructionOf(image, hiddenBy) ?? `layer ${hiddenBy + 1}`);
  const came = by ? `, brought by ${by}` : layer === null ? "" : `, in layer ${layer + 1}`;
  const hidden = hider ? `; that ${hider} removes it hides it only` : "";
  return finding(`${path}${at(secret)} holds ${described(description)}${came}${hidden}`, place(image, secret), { secret: true });
}

function at({ line }: LayerSecret): string {
  return line === null ? "" : `, line ${line},`;
}

function place(image: Image, { layer, path }: LayerSecret) {
  return layerPlace(image, layer ?? -1, path);
}

function layer(index: number, createdBy: string) {
  return {
    index,
    diffId: `sha256:${String(index).repeat(64)}`,
    digest: null,
    size: 1,
    bytes: 1,
    files: 1,
    createdBy,
    fromBase: null,
  };
}
