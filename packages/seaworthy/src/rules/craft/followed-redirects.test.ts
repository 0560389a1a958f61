import { testRule } from "../../testing/test-rule.js";
import rule from "./followed-redirects.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13\nRUN curl -fsSL https://example.com/a.sh | sh\n",
      "FROM debian:13\nRUN curl --location -o a https://example.com/a\n",
      "FROM debian:13\nRUN curl -Lo a https://example.com/a && curl https://example.com/b -L -o b\n",
      'FROM debian:13\nRUN ["sh", "-c", "curl -L https://example.com/a > a"]\n',
    ],
    no: [
      "FROM debian:13\nRUN «curl -fsS https://example.com/a.sh» | sh\n",
      "FROM debian:13\nRUN apt-get update && «curl -o a https://example.com/a» && tar xf a\n",
      "FROM debian:13 AS a\nRUN «curl https://example.com/${V}.tgz > a»\nFROM debian:13\n",
      "FROM debian:13\nRUN <<end\nset -e\n«curl -O https://example.com/a»\nend\n",
      "FROM debian:13\nONBUILD RUN «curl -O http://example.com/a»\n",
    ],
    "n/a": [
      "FROM debian:13\nRUN wget https://example.com/a\n",
      "FROM debian:13\nRUN curl http://localhost:8080/health\n",
      "FROM debian:13\nRUN curl -O http://10.0.0.1/a\n",
      "FROM debian:13\nRUN curl -X POST https://example.com/hook\n",
      "FROM debian:13\nRUN curl -d a=b https://example.com/hook\n",
      "FROM debian:13\nRUN apt-get install -y curl\nHEALTHCHECK CMD curl -f https://example.com/\n",
      'FROM debian:13\nRUN curl -o a "$URL"\n',
    ],
  },
  fix: [
    {
      before: "FROM alpine:3.23\nRUN curl -f https://example.com/a.tgz -o a.tgz\n",
      after: "FROM alpine:3.23\nRUN curl -L -f https://example.com/a.tgz -o a.tgz\n",
      safety: "safe",
    },
  ],
});
