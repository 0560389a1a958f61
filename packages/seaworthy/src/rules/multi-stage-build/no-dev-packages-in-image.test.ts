import { packageOf } from "../../models/package/sketch.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-dev-packages-in-image.js";

testRule(rule, {
  image: {
    yes: [
      { packages: [packageOf("npm", "express", { development: false })] },
      { packages: [packageOf("pypi", "flask"), packageOf("pypi", "pytest-runner-api")] },
      {
        title: "what npm brings for itself is no package of the app",
        image: {
          packages: [
            packageOf("npm", "express", { development: false }),
            packageOf("npm", "tap", { path: "/usr/local/lib/node_modules/npm/node_modules/tap/package.json" }),
            packageOf("npm", "yarn", { path: "/opt/yarn-v1.22.22/package.json" }),
          ],
        },
      },
      {
        title: "the distribution's own",
        image: { packages: [packageOf("pypi", "flask"), packageOf("pypi", "pytest", { ownedBy: "python3-pytest" })] },
      },
    ],
    no: [
      {
        image: { packages: [packageOf("npm", "vitest", { development: true, path: "/app/node_modules/vitest/package.json" })] },
        at: ["/app/node_modules/vitest/package.json"],
      },
      { packages: [packageOf("pypi", "Pytest"), packageOf("pypi", "flask")] },
      { packages: [packageOf("pypi", "types_requests")] },
      { packages: [packageOf("composer", "phpunit/phpunit", { development: true })] },
    ],
    unknown: [
      { image: { packages: [packageOf("npm", "express"), packageOf("npm", "left-pad")] }, because: "express and 1 more are" },
      { packages: [packageOf("pypi", "flask")], unread: [{ layer: 0, path: null, because: "cut" }] },
    ],
    "n/a": [{}, { packages: [packageOf("deb", "python3-pytest")] }],
  },
});
