import { testRule } from "../../testing/test-rule.js";
import rule from "./description-comment.js";

const always = (...files: readonly string[]) => files.map((one) => ({ files: one, options: { always: true } }));

testRule(rule, {
  source: {
    yes: [
      ...always(
        "# A is what\nARG A\nFROM alpine:3.23\n",
        "FROM alpine:3.23\n# what follows\n# B is which\nARG A=1 B=2\n",
        "# build makes it\nFROM alpine:3.23 AS Build\n",
        "# a\nARG a\n# b\nFROM alpine:3.23 AS b\n",
      ),
      "# check=experimental=all\n# A is what\nARG A\nFROM alpine:3.23\n",
    ],
    no: [
      ...always(
        "# what it is\nARG «A»\nFROM alpine:3.23\n",
        "# A is what\n# and why\nARG «A»\nFROM alpine:3.23\n",
        "# Build makes it\nFROM alpine:3.23 AS «Build»\n",
        "FROM alpine:3.23\n# A: what\nARG «A» B=1\n",
      ),
      { files: "# licence\n\nARG «A»\nFROM alpine:3.23\n", title: "a blank line is passed over", options: { always: true } },
      {
        files: "# check=skip=all;experimental=InvalidDefinitionDescription\n# what\nARG «A»\n# what\nFROM alpine:3.23 AS «b»\n",
        title: "the file asks for it",
      },
      {
        files: "# check=experimental=InvalidDefinitionDescription // here\n#\n# what\nARG «A»\nFROM alpine:3.23\n",
        title: "words behind the setting",
      },
      {
        files: "FROM alpine:3.23\n# what\nARG A\n# check=experimental=InvalidDefinitionDescription\n# what\nARG «B»\n",
        title: "a comment asks for it above one instruction",
      },
      {
        files: {
          Dockerfile: "# what\nARG «A»\nFROM alpine:3.23\n",
          "compose.yaml":
            "services:\n  a:\n    build:\n      context: .\n      args: { BUILDKIT_DOCKERFILE_CHECK: experimental=InvalidDefinitionDescription }\n",
        },
        title: "the build argument asks for it",
      },
    ],
    "n/a": [
      ...always(
        "# licence\nFROM alpine:3.23\n",
        "# licence\n#\nARG A\nFROM alpine:3.23\n",
        "# syntax=docker/dockerfile:1\nARG A\nFROM alpine:3.23\n",
        "FROM alpine:3.23\n# hadolint ignore=DL3020\nARG A\n",
        "# check=skip=all\nARG A\nFROM alpine:3.23\n",
        "FROM alpine:3.23\nRUN a \\\n # why\n && b\nARG A\n",
      ),
      { files: "# what\nARG A\nFROM alpine:3.23\n", title: "nobody asks for it" },
      { files: "# check=experimental=Other\n# what\nARG A\nFROM alpine:3.23\n", title: "another check is asked for" },
    ],
  },
});
