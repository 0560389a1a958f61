import { describe, expect, it } from "vitest";
import { readBuildLog } from "./build-log.js";

const LOG = `#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: 196B done
#1 DONE 0.0s

#4 [build 1/4] FROM docker.io/library/node:22
#4 DONE 0.0s

#6 [internal] load build context
#6 transferring context: 1.25MB 0.1s done
#6 DONE 0.1s

#5 [build 2/4] COPY package*.json ./
#5 CACHED

#7 [build 3/4] RUN npm ci
#7 CACHED

#8 [build 4/4] COPY . .
#8 DONE 0.2s

#9 [stage-1 2/2] COPY --from=build /app /app
#9 0.312 [2/9] RUN this is said by the step
#9 DONE 0.3s
#10 exporting to image
#10 DONE 0.2s
`;

describe("what a build says", () => {
  it("tells which steps were reused", () => {
    expect(readBuildLog(LOG)).toEqual({
      steps: [
        { text: "FROM docker.io/library/node:22", at: "build 1/4", reused: false },
        { text: "COPY package*.json ./", at: "build 2/4", reused: true },
        { text: "RUN npm ci", at: "build 3/4", reused: true },
        { text: "COPY . .", at: "build 4/4", reused: false },
        { text: "COPY --from=build /app /app", at: "stage-1 2/2", reused: false },
      ],
      contextBytes: 1_250_000,
      failure: null,
    });
  });

  it("tells what went wrong", () => {
    const log = `#7 [2/2] RUN false\n#7 ERROR: process "/bin/sh -c false" did not complete successfully: exit code: 1\nERROR: failed to solve: exit code: 1\n`;
    expect(readBuildLog(log)).toMatchObject({ failure: "failed to solve: exit code: 1", contextBytes: null });
    expect(readBuildLog("error: failed to solve: x\r\n").failure).toBe("failed to solve: x");
  });

  it("tells what the step that failed said last", () => {
    const log =
      "#6 [2/3] RUN echo hi\n#6 0.100 hi\n#6 DONE 0.1s\n#7 [3/3] RUN npm ci\n#7 0.812 npm error code E404\n#7 1.204 npm error 404 no such package\n#7 1.300   \n#7 ERROR: exit code: 1\nerror: failed to solve: exit code: 1\n";
    expect(readBuildLog(log).failure).toBe("failed to solve: exit code: 1; it said: npm error 404 no such package");
    // As clients before 23.0 end.
    const old = log.replace("error: failed to solve: ", "executor failed running [npm ci]: ");
    expect(readBuildLog(old).failure).toBe("exit code: 1; it said: npm error 404 no such package");
  });
});
