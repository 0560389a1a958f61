import { expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import { appPlaces } from "./app-places.js";

function places(...paths: readonly string[]): string[] {
  const files = Object.fromEntries(paths.map((path) => [path, ""]));
  const context = readProjectFrom({ Dockerfile: "FROM a\nCOPY . .\n", ...files }).services[0]?.context;
  return context ? appPlaces(context).map(({ language, folder }) => `${language} ${folder}`) : [];
}

it("finds the topmost manifest of each language", () => {
  expect(places("package.json", "packages/a/package.json", "ml/pyproject.toml")).toEqual(["python ml", "node ."]);
});

it("counts a folder below with a lockfile of its own", () => {
  expect(places("package.json", "web/package.json", "web/yarn.lock")).toEqual(["node .", "node web"]);
});

it("counts every project file of .NET", () => {
  expect(places("A/A.csproj", "A/B/B.csproj")).toEqual(["dotnet A", "dotnet A/B"]);
});

it("leaves tests, examples and vendored code aside", () => {
  expect(places("tests/package.json", "examples/a/package.json", "vendor/x/go.mod", "docs/requirements.txt")).toEqual([]);
});
