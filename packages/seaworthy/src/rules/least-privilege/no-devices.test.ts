import { composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-devices.js";

testRule(rule, {
  source: {
    yes: [
      composed("    restart: always\n"),
      composed("    devices: ['/dev/null:/dev/null']\n"),
      { files: composed("    devices: ['/dev/dri:/dev/dri', /dev/snd]\n"), because: "/dev/dri, /dev/snd alone" },
      composed("    devices: ['/dev/ttyUSB0:/dev/ttyUSB0']\n"),
      podded("          ports: [{containerPort: 80}]\n"),
    ],
    no: [
      composed("    devices:\n      - «/dev/sda1:/dev/xvda:r»\n"),
      composed("    devices:\n      - «//dev/./mem»\n"),
      composed("    devices: ['/dev/fuse:/dev/fuse']\n"),
      composed("    devices: [/dev/nvme0n1, /dev/kmsg]\n"),
      composed("    devices: [/dev/net/tun]\n"),
    ],
    unknown: [UNDEPLOYED, composed("    devices: ['${DEVICE}']\n")],
  },
  fix: [
    {
      before: {
        "compose.yaml": "services:\n  a:\n    image: redis:8.2\n    devices: [/dev/sda:/dev/sda, /dev/null:/dev/null]\n",
      },
      after: { "compose.yaml": "services:\n  a:\n    image: redis:8.2\n    devices: [/dev/null:/dev/null]\n" },
      safety: "review",
    },
  ],
});
