import { testRule } from "../../testing/test-rule.js";
import rule from "./shellcheck.js";

const SPLIT = { code: "SC2086", level: "info", message: "Double quote to prevent globbing and word splitting." } as const;
const UNSET = { code: "SC2154", level: "warning", message: "a is referenced but not assigned." } as const;
const WITH_SCRIPT = 'FROM debian:13-slim\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n';

testRule(rule, {
  source: {
    yes: [
      { files: "FROM alpine:3.23\nRUN apk add --no-cache tini\n", shellcheck: [], because: "in the one shell script" },
      {
        files: { Dockerfile: `${WITH_SCRIPT}RUN true\n`, "start.sh": '#!/bin/sh\nexec "$@"\n' },
        shellcheck: [],
        because: "in 2 shell scripts",
      },
    ],
    no: [
      { files: "FROM alpine:3.23\nRUN echo «$a»\n", shellcheck: [SPLIT], because: "SC2086: Double quote" },
      { files: "FROM alpine:3.23\nRUN echo «$a»«$a»\n", shellcheck: [SPLIT, UNSET], title: "two codes" },
      {
        files: { Dockerfile: WITH_SCRIPT, "start.sh": "#!/bin/sh\nexec app «$a»\n" },
        shellcheck: [SPLIT],
        title: "in the script that the image starts",
      },
    ],
    unknown: [
      { files: "FROM alpine:3.23\nRUN echo $a\n", because: "was not asked" },
      { files: 'FROM debian:13\nSHELL ["/bin/zsh", "-c"]\nRUN echo $a\n', title: "nobody asked", because: "was not asked" },
    ],
    "n/a": [
      { files: 'FROM alpine:3.23\nCMD ["/app"]\n', shellcheck: [] },
      { files: "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN echo %A%\n", shellcheck: [], title: "Windows" },
      { files: 'FROM debian:13\nSHELL ["pwsh", "-c"]\nRUN Get-Item $a\n', shellcheck: [], title: "PowerShell" },
    ],
  },
});
