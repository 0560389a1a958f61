import { testRule } from "../../testing/test-rule.js";
import rule from "./declared-volumes.js";

testRule(rule, {
  image: {
    no: [
      { image: { config: { volumes: ["/sys"] } }, at: ["Volumes"], because: "the kernel's own" },
      { config: { volumes: ["/data", "/dev/shm/"] } },
      { config: { volumes: ["/proc"] } },
      { config: { volumes: ["/"] } },
      { config: { volumes: ["/usr/local"] } },
      { config: { volumes: ["//etc/"] } },
      { image: { config: { volumes: ["/var/run/docker.sock"] } }, because: "control socket" },
    ],
    "n/a": [
      {},
      { image: { config: { volumes: ["/data"] } }, because: "/data" },
      { config: { volumes: ["/var/lib/postgresql/data", "/etc/app", "/usr/share/nginx/html"] } },
    ],
  },
});
