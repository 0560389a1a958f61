import { testRule } from "../../testing/test-rule.js";
import rule from "./lists-in-history.js";

const history = (...lines: string[]) => ({
  history: lines.map((createdBy, layer) => ({ createdBy, created: null, comment: "", layer })),
});

testRule(rule, {
  image: {
    no: [
      { image: history("RUN /bin/sh -c apt-get update # buildkit"), at: ["1"] },
      { image: history("COPY . /app", "/bin/sh -c apt-get update", "/bin/sh -c apt-get install -y tini"), at: ["2"] },
      history("RUN /bin/bash -o pipefail -c apt-get update # buildkit"),
      history("RUN |1 VERSION=1.2 /bin/sh -c apk update # buildkit"),
    ],
    "n/a": [
      {},
      history("RUN /bin/sh -c apt-get update && apt-get install -y tini && rm -rf /var/lib/apt/lists/* # buildkit"),
      history("RUN /bin/sh -c set -eux; apt-get update; apt-get install -y tini # buildkit"),
      history('/bin/sh -c #(nop)  CMD ["apt-get" "update"]'),
      history("a comment of another builder: apt-get update"),
      history(""),
    ],
  },
});
