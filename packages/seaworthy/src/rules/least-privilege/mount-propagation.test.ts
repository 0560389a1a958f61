import { composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./mount-propagation.js";

testRule(rule, {
  source: {
    yes: [
      composed("    restart: always\n"),
      composed("    volumes: ['/srv/d:/d:ro,rslave']\n"),
      composed("    tmpfs: ['/tmp:size=16m,noexec,nosuid']\n"),
      composed("    volumes: [{type: bind, source: /srv/d, target: /d, bind: {propagation: rprivate}}]\n"),
    ],
    no: [
      composed("    volumes: ['/srv/d:/d:shared']\n"),
      composed("    volumes: ['/srv/d:/d:ro,rshared']\n"),
      composed("    volumes: [{type: bind, source: /srv/d, target: /d, bind: {propagation: rshared}}]\n"),
      { files: composed("    tmpfs: ['/tmp:exec,size=16m']\n"), because: "allows exec" },
    ],
    "n/a": [UNDEPLOYED, podded("")],
  },
});
