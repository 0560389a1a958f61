import { testRule } from "../../testing/test-rule.js";
import rule from "./directory-change.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nRUN make -C /src\n",
      "FROM alpine:3.23\nRUN (cd lib && make) && make install\n",
      "FROM alpine:3.23\nRUN echo cd /x\n",
      'FROM alpine:3.23\nRUN for d in a b; do cd "/src/$d"; make; done\n',
    ],
    no: [
      "FROM alpine:3.23\nRUN make && «cd ..» && make\n",
      "FROM alpine:3.23\nRUN <<EOF\nset -e\n«cd /src»\nmake\nEOF\n",
      "FROM alpine:3.23\nONBUILD RUN «cd /src» && make\n",
      'FROM alpine:3.23\nRUN ["sh", "-c", "«cd /src» && make"]\n',
    ],
    "n/a": ["FROM alpine:3.23\n", "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN cd \\app && build\n"],
  },
});
