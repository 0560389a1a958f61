import { expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import { manifestInstalls } from "./locked-installs.js";
import { lockfileRecipe } from "./lockfile-recipe.js";

function recipeOf(run: string): string {
  const { services } = readProjectFrom({
    Dockerfile: `FROM node:22-slim\nWORKDIR /app\nCOPY src src\n${run}\nRUN echo later\n`,
    "package.json": '{"dependencies": {"a": "^1"}}',
    "src/a.js": "",
  });
  const [service] = services;
  const [install] = service ? manifestInstalls(service) : [];
  const recipe = service && install ? lockfileRecipe(service, install) : "no install";
  return typeof recipe === "string" ? recipe : recipe.dockerfile;
}

it("gives the package manager the mounts of the install, and how it puts up with what does not fit", () => {
  expect(
    recipeOf("RUN --mount=type=bind,source=package.json,target=/app/package.json npm install --legacy-peer-deps --no-fund"),
  ).toBe(
    `FROM node:22-slim
WORKDIR /app
COPY src src
USER 0
RUN --mount=type=bind,source=package.json,target=/app/package.json cd '/app' && npm install --package-lock-only --ignore-scripts --no-audit --no-fund --legacy-peer-deps && cp package-lock.json /seaworthy-made
FROM scratch
COPY --from=0 /seaworthy-made /made
`,
  );
});
