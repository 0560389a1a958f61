import type { LayerSecret } from "../../models/image/layer.js";
import { layersOf } from "../../testing/layers.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-secrets-in-layers.js";

const secret = (more: Partial<LayerSecret> = {}): LayerSecret => ({
  rule: "aws-access-key-id",
  description: "AWS access key id",
  where: "file",
  layer: 0,
  path: "/app/.env",
  line: 3,
  hiddenBy: null,
  certain: true,
  ...more,
});

testRule(rule, {
  image: {
    yes: [
      {},
      { title: "the settings are another rule's", image: { secrets: [secret({ where: "env", layer: null, path: "KEY" })] } },
    ],
    no: [
      { image: { secrets: [secret()] }, because: "/app/.env, line 3, holds an AWS access key id, in layer 1", at: ["/app/.env"] },
      {
        image: {
          secrets: [secret({ line: null, hiddenBy: 1 })],
          layers: layersOf("COPY . /app # buildkit", "RUN /bin/sh -c rm .env"),
        },
        because: "brought by COPY . /app; that RUN rm .env removes it hides it only",
      },
      { image: { secrets: [secret({ certain: false }), secret({ path: "/root/.ssh/id_rsa" })] }, at: ["/root/.ssh/id_rsa"] },
      { secrets: [secret()], unread: [{ layer: 1, path: null, because: "cut" }] },
    ],
    unknown: [
      { image: { secrets: [secret({ certain: false })] }, because: "may hold an AWS access key id" },
      { unread: [{ layer: 1, path: null, because: "cut" }] },
    ],
  },
});
