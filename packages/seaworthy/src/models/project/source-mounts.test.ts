import { describe, expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import { mountedSource } from "./source-mounts.js";

function seen(volume: string, files: Record<string, string> = {}, context = ".", compose = "compose.yaml"): string | null {
  const project = readProjectFrom({
    [context === "." ? "Dockerfile" : `${context}/Dockerfile`]: 'FROM node:22\nCMD ["node", "a.js"]\n',
    [context === "." ? "a.js" : `${context}/a.js`]: "",
    [compose]: `services:\n  api:\n    build: ${compose.includes("/") ? `../${context}` : context}\n    volumes: ['${volume}']\n`,
    ...files,
  });
  const [service] = project.services;
  const [mount] = service?.deployments[0]?.hostMounts ?? [];
  return service && mount ? mountedSource(service, mount) : null;
}

describe("source code mounted over an image", () => {
  it.each([
    [".:/app", {}, "."],
    ["./:/app", {}, "."],
    ["./src:/app/src", { "src/x.py": "" }, "."],
    ["./api:/app", {}, "api"],
    ["./api/src:/app/src", { "api/src/b.ts": "" }, "api"],
  ])("%s %j %s", (volume, files, context) => expect(seen(volume, files, context)).not.toBeNull());

  it.each([
    ["./data:/data", {}, "."],
    ["./a.js:/app/a.js", {}, "."],
    ["./nginx:/etc/nginx", { "nginx/site.conf": "" }, "."],
    ["./config:/app/config", { "config/x.js": "" }, "."],
    ["./web:/web", { "web/x.js": "" }, "api"],
    ["/src:/app", {}, "."],
    ["data:/app", {}, "."],
    ["../x:/app", {}, "."],
  ])("not %s %j %s", (volume, files, context) => expect(seen(volume, files, context)).toBeNull());

  it("goes out from the folder of the Compose file", () =>
    expect(seen("../api:/app", {}, "api", "deploy/compose.yaml")).toContain("build context"));
});
