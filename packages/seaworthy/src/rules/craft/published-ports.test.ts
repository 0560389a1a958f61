import { testRule } from "../../testing/test-rule.js";
import rule from "./published-ports.js";

const web = (ports: string) => ({ "compose.yaml": `services:\n  web:\n    image: nginx:1.29.3\n    ports: ${ports}\n` });

testRule(rule, {
  source: {
    yes: [web('["192.0.2.1:8080:80", "[::1]:8443:443"]'), web("[{ target: 80, published: 8080, host_ip: 127.0.0.1 }]")],
    no: [web('[«"0.0.0.0:8080:80"», "127.0.0.1:1:1"]'), web('[«"8080-8090:80-90"»]')],
    "n/a": [web('["80"]'), { Dockerfile: "FROM alpine:3.23\n" }],
  },
});
