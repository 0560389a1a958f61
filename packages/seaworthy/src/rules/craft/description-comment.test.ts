import { testRule } from "../../testing/test-rule.js";
import rule from "./description-comment.js";

testRule(rule, {
  source: {
    yes: [
      "# A is what\nARG A\nFROM alpine:3.23\n",
      "FROM alpine:3.23\n# what follows\n# B is which\nARG A=1 B=2\n",
      "# build makes it\nFROM alpine:3.23 AS Build\n",
      "# a\nARG a\n# b\nFROM alpine:3.23 AS b\n",
    ],
    no: [
      "# what it is\nARG «A»\nFROM alpine:3.23\n",
      "# A is what\n# and why\nARG «A»\nFROM alpine:3.23\n",
      "# Build makes it\nFROM alpine:3.23 AS «Build»\n",
      "FROM alpine:3.23\n# A: what\nARG «A» B=1\n",
      { files: "# licence\n\nARG «A»\nFROM alpine:3.23\n", title: "a blank line is passed over" },
    ],
    "n/a": [
      "# licence\nFROM alpine:3.23\n",
      "# licence\n#\nARG A\nFROM alpine:3.23\n",
      "# syntax=docker/dockerfile:1\nARG A\nFROM alpine:3.23\n",
      "FROM alpine:3.23\n# hadolint ignore=DL3020\nARG A\n",
      "# check=skip=all\nARG A\nFROM alpine:3.23\n",
      "FROM alpine:3.23\nRUN a \\\n # why\n && b\nARG A\n",
    ],
  },
});
