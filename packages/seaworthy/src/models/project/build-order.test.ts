import { describe, expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import { buildOrder } from "./build-order.js";

const TODAY = "2026-11-23";

function orderOf(files: Readonly<Record<string, string>>, env: Record<string, string> = {}) {
  const service = readProjectFrom(files, { today: TODAY }).services.find((one) => !one.foreign);
  if (!service) throw new Error("no service");
  const build = service.deployments[0]?.compose?.build ?? null;
  return buildOrder(service, build, new Map(Object.entries(env)), "Harbour Log");
}

describe("how a service is built", () => {
  it("by its Dockerfile alone: the last stage, a name as Compose would give it, the file that starts it as what is edited", () => {
    const files = {
      "api/Dockerfile": 'FROM node:22 AS build\nFROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["node", "src/server.js"]\n',
      "api/package.json": "{}",
      "api/src/a.js": "",
      "api/src/server.js": "",
    };
    const { args, ...order } = orderOf(files) ?? expect.unreachable();
    expect(order).toMatchObject({ context: "api", dockerfile: "api/Dockerfile", target: null, source: "src/server.js" });
    expect(order.tag).toBe("harbour-log-api:latest");
    expect(args.size).toBe(0);
  });

  it("as Compose says: target, arguments with the caller's values, the image's own name", () => {
    const order = orderOf(
      {
        Dockerfile: "FROM scratch AS base\nARG A\nFROM base AS production\nFROM base AS later\n",
        "compose.yaml":
          "services:\n  web:\n    image: acme/web:2\n    build: { context: ., target: production, args: { A: 1, B: null, C: null } }\n",
        "main.test.py": "",
        "lib/main.py": "",
      },
      { B: "of-the-caller" },
    );
    expect(order).toMatchObject({ target: "production", tag: "acme/web:2", source: "lib/main.py" });
    expect(Object.fromEntries(order?.args ?? [])).toEqual({ A: "1", B: "of-the-caller" });
  });

  it("by a text in the Compose file, which has no file of its own", () => {
    const order = orderOf({
      "compose.yaml": "services:\n  web:\n    build: { context: ., dockerfile_inline: 'FROM scratch' }\n",
    });
    expect(order).toMatchObject({ dockerfile: null, text: "FROM scratch", source: null });
  });
});
