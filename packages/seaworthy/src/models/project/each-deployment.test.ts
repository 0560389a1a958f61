import { describe, expect, it } from "vitest";
import { yes } from "../../core/answer.js";
import { readProjectFrom } from "../../io/memory.js";
import { eachDeployment, missing, unsetKey } from "./each-deployment.js";

const IMAGE = 'FROM node:22-slim\nCMD ["node"]\n';
const COMPOSE = 'services:\n  api:\n    build: .\n    privileged: ${P}\n    cap_add: ["${C}"]\n';
const only = (files: Record<string, string>) => {
  const [service] = readProjectFrom(files).services;
  if (!service) throw new Error("no service");
  return service;
};

describe("what is said of each deployment", () => {
  it("is unknown without one", () => {
    expect(eachDeployment(only({ Dockerfile: IMAGE }), () => yes("x"))).toMatchObject({ says: "unknown" });
  });

  it("names what deploys unseen", () => {
    const service = only({ Dockerfile: IMAGE, "fly.toml": "app = 'x'\n" });
    expect(eachDeployment(service, () => yes("x")).because).toContain("Fly.io (fly.toml)");
  });

  it("turns an absence into unknown where an unread tool may fill it", () => {
    const known = only({ Dockerfile: IMAGE, "compose.yaml": COMPOSE });
    expect(eachDeployment(known, (one) => missing(known, one, "no x")).says).toBe("no");
    const opaque = only({ Dockerfile: IMAGE, "compose.yaml": COMPOSE, "fly.toml": "app = 'x'\n" });
    expect(eachDeployment(opaque, (one) => missing(opaque, one, "no x")).says).toBe("unknown");
  });

  it("knows a key that is a variable without a value", () => {
    const [deployment] = only({ Dockerfile: IMAGE, "compose.yaml": COMPOSE }).deployments;
    if (!deployment) throw new Error("no deployment");
    expect(unsetKey(deployment, "privileged")?.says).toBe("unknown");
    expect(unsetKey(deployment, "cap_add")?.because).toContain("cap_add[0]");
    expect(unsetKey(deployment, "cap_drop")).toBeNull();
  });
});
