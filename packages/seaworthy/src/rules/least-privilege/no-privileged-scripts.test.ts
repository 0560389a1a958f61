import { composed, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-privileged-scripts.js";

const script = (text: string, path = "scripts/deploy.sh") => composed("", { [path]: `#!/bin/sh\n${text}\n` });

testRule(rule, {
  source: {
    yes: [
      script("docker run -d --rm -p 80:3000 acme/api:1.2.3"),
      script("docker run --cap-drop ALL --cap-add NET_BIND_SERVICE acme/api:latest"),
      script("docker run --privileged=false acme/api"),
      script("docker run -v data:/data acme/api:1.2.3"),
    ],
    no: [
      script("«docker run -d --privileged acme/api:latest»"),
      script("docker run --net=host acme/api"),
      script("docker run -v /var/run/docker.sock:/var/run/docker.sock:ro acme/api"),
      script("docker run --cap-add=ALL --security-opt seccomp=unconfined acme/api"),
      composed("", {
        ".github/workflows/ci.yml":
          "on: push\njobs:\n  e2e:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker run --privileged acme/api:test\n",
      }),
    ],
    "n/a": [
      UNDEPLOYED,
      script("docker run --privileged tonistiigi/binfmt --install all"),
      script("docker run --privileged $IMAGE"),
    ],
  },
  fix: [
    {
      before: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  api:\n    build: .\n    image: acme/api:1.2\n",
        "scripts/run.sh":
          "#!/bin/sh\ndocker run -d --privileged --net host \\\n  -v /var/run/docker.sock:/var/run/docker.sock -p 80:80 acme/api:1.2 # up\n",
        ".github/workflows/a.yml":
          "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker run --privileged --rm acme/api:1.2 npm test\n",
      },
      after: {
        "scripts/run.sh": "#!/bin/sh\ndocker run -d -p 80:80 acme/api:1.2 # up\n",
        ".github/workflows/a.yml":
          "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker run --rm acme/api:1.2 npm test\n",
      },
      safety: "review",
    },
  ],
});
