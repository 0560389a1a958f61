import { expect, it } from "vitest";
import { writtenByProgram, writtenPaths } from "./written-paths.js";

it("knows what images and programs write", () => {
  expect(writtenPaths("nginx")?.paths).toContain("/var/cache/nginx");
  expect(writtenPaths("acme/nginx")).toBeNull();
  expect(writtenByProgram("gunicorn")?.paths).toEqual(["/tmp"]);
  expect(writtenByProgram("uvicorn")).toBeNull();
});
