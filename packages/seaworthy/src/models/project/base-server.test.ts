import { describe, expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import { baseServer } from "./base-server.js";
import type { Service } from "./service.js";

function of(text: string) {
  return baseServer(readProjectFrom({ Dockerfile: text }).services[0] as Service);
}

describe("the server of the base", () => {
  it("is what starts when the file says nothing", () => {
    expect(of("FROM nginx:1.29\nCOPY dist /usr/share/nginx/html\n")).toMatchObject({
      facts: { name: "nginx" },
      configured: null,
    });
  });
  it("is also what the file starts by name", () => {
    expect(of('FROM nginx:1.29\nCMD ["/usr/sbin/nginx", "-g", "daemon off;"]\n')?.facts.name).toBe("nginx");
  });
  it("is what a shell starts as its only command", () => {
    expect(of("FROM nginx:1.29\nCMD nginx -g 'daemon off;'\n")?.facts.name).toBe("nginx");
    expect(of('FROM nginx:1.29\nCMD exec /usr/sbin/nginx -g "daemon off;"\n')?.facts.name).toBe("nginx");
    expect(of("FROM nginx:1.29\nCMD write-config && nginx -g 'daemon off;'\n")).toBeNull();
  });
  it("is not there when another program is started", () => {
    expect(of('FROM nginx:1.29\nENTRYPOINT []\nCMD ["/app"]\n')).toBeNull();
    expect(of('FROM node:22\nCMD ["nginx"]\n')).toBeNull();
    expect(of("FROM scratch\n")).toBeNull();
  });
  it.each([
    "COPY nginx.conf /etc/nginx/",
    "COPY conf.d /etc/nginx/conf.d",
    "COPY default.conf.template /tmp/",
    "COPY nginx /opt/",
    "COPY x $UNKNOWN",
  ])("may have a configuration of its own: %s", (copy) => {
    expect(of(`FROM nginx:1.29\n${copy}\n`)?.configured).not.toBeNull();
  });
});
