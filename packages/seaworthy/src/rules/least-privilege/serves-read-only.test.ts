import { testRule } from "../../testing/test-rule.js";
import rule from "./serves-read-only.js";

const failed = { tmpfs: [], served: false, because: "EROFS: read-only file system, mkdir '/data'" };

testRule(rule, {
  trial: {
    yes: [
      { trial: { drills: { "read-only": {} } }, because: "needs no place to write" },
      {
        trial: {
          drills: {
            "read-only": {
              tmpfs: [
                { path: "/tmp", options: "" },
                { path: "/run", options: "uid=101" },
              ],
            },
          },
        },
        because: "with a tmpfs at /tmp, /run",
      },
    ],
    no: [
      {
        trial: { drills: { "read-only": { attempts: [failed], tmpfs: null } } },
        because: "whichever tmpfs it is given: EROFS",
        at: ["attempt 1"],
      },
      {
        trial: { drills: { "read-only": { attempts: [failed], tmpfs: null, rewrites: ["/app/config.json"] } } },
        because: "changes files of its own image, which no tmpfs cures: /app/config.json",
      },
    ],
    unknown: [{ drills: { "read-only": { attempts: [], tmpfs: null } } }],
  },
});
