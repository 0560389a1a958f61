import { testRule } from "../../testing/test-rule.js";
import rule from "./no-empty-password.js";

const accounts = (passwd: string, shadow?: string) => ({
  files: { "/etc/passwd": passwd, ...(shadow === undefined ? {} : { "/etc/shadow": shadow }) },
});
const ROOT = "root:x:0:0:root:/root:/bin/sh\n";

testRule(rule, {
  image: {
    yes: [
      accounts(ROOT, "root:!:19000:0:99999:7:::\n"),
      accounts(ROOT, "root:!!:19000:0:99999:7:::\n"),
      accounts(ROOT, "root:$6$salt$hash:19000:0:99999:7:::\n"),
      { title: "blank lines and comments", image: accounts(`${ROOT}\n\n# root::\n`, "\n# app:::\nroot:*:::::::\n") },
      accounts(ROOT),
      { title: "nobody logs in as it", image: accounts(`${ROOT}app:x:7:7::/:/sbin/nologin\n`, "root:*:::::::\napp:::0:::::\n") },
      { title: "no such account", image: accounts(ROOT, "root:*:::::::\ngone:::0:::::\n") },
    ],
    no: [
      { image: accounts(ROOT, "root:::0:::::\n"), at: ["/etc/shadow"], because: "root (uid 0)" },
      { image: accounts("root::0:0:root:/root:/bin/sh\n"), at: ["/etc/passwd"] },
      accounts(`${ROOT}app:x:10001:10001::/app:/bin/bash\n`, "root:*:::::::\napp::19000:0:99999:7:::\n"),
      { image: accounts("toor:x:0:0::/:\n", "toor::19000:0:99999:7:::\r\n"), because: "toor" },
    ],
    unknown: [
      { files: { "/etc/passwd": { size: 9_000_000 } } },
      { files: { "/etc/passwd": ROOT, "/etc/shadow": { size: 9_000_000 } } },
    ],
    "n/a": [{}, { platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
});
