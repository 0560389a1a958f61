import { describe, expect, it } from "vitest";
import { HANGS } from "../../testing/limits.js";
import { readDockerfile } from "../dockerfile/read.js";
import { buildDownloads } from "./build-downloads.js";

const downloads = (line: string) => {
  const file = readDockerfile("Dockerfile", `FROM debian:12-slim\n${line}\n`);
  const [stage] = file.stages;
  if (!stage) throw new Error("no stage");
  return buildDownloads(file, stage);
};

describe("what a build downloads", () => {
  it.each([
    ["RUN curl -fsSLO https://example.com/t-1.2.3.tgz", true],
    ["RUN curl -fsSLO https://example.com/v1/t-linux-amd64", true],
    ["RUN curl -fsSLO https://example.com/stable/docker-${DOCKER_VERSION}.tgz", true],
    ["RUN curl -fsSLO https://example.com/20250131/t.tgz", true],
    ["RUN curl -fsSLO https://example.com/t-linux-x86_64.tgz", false],
    ["RUN curl -fsSLO https://example.com/ubuntu22.04/t", false],
    ["RUN curl -fsSLO https://example.com/latest/t", false],
    ["ADD https://example.com/t /t", false],
    ["ADD https://github.com/acme/t.git#main /t", false],
    ["ADD https://github.com/acme/t.git#v1.2 /t", true],
  ])("%s: versioned %s", (line, versioned) => expect(downloads(line)).toMatchObject([{ versioned }]));

  it.each([
    ["RUN curl -fsSL https://example.com/x.gpg | gpg --dearmor -o /etc/apt/keyrings/x.gpg", "key"],
    ["RUN curl -fsSLO https://example.com/pool/acme-archive-keyring.deb", "key"],
    ["RUN rpm -i x && curl -LO https://example.com/epel-release-latest-9.noarch.rpm", "key"],
    ["RUN curl https://example.com/i | sh", "run"],
    ["RUN wget https://example.com/t", "file"],
  ])("%s: %s", (line, kind) => expect(downloads(line)).toMatchObject([{ kind }]));

  it.each(["RUN V=$(curl -s https://example.com/latest)", "RUN curl -fsSLO https://example.com/SHA256SUMS"])(
    "%s is none",
    (line) => expect(downloads(line)).toEqual([]),
  );

  it("hides user, password and query", () =>
    expect(downloads("RUN wget https://u:hunter2@example.com/t?k=hunter2")[0]?.address).toBe("https://example.com/t"));

  it(
    "is quick on hostile addresses",
    () => {
      for (const part of ["release-", "keyring", "/v", "linux1", "rpmfusion-release", "x1."])
        downloads(`RUN wget https://example.com/${part.repeat(20_000)}`);
    },
    HANGS,
  );
});
