import { describe, expect, it } from "vitest";
import { END_OF_LIFE, endOfLife, productsOf } from "./end-of-life.js";

const TODAY = "2026-11-23";

describe("endOfLife", () => {
  it.each([
    ["node", "18.20.4", "18", true],
    ["node", "20", "20", true],
    ["node", "v22.1.0", "22", false],
    ["python", "3.9.18", "3.9", true],
    ["python", "3.10", "3.10", true],
    ["python", "3.12", "3.12", false],
    ["go", "1.20.5", "1.20", true],
    ["dotnet", "6.0", "6", true],
    ["dotnet", "3.1", "3.1", true],
    ["dotnet", "10.0", "10", false],
    ["debian", "buster", "10", true],
    ["debian", "bookworm", "12", false],
    ["ubuntu", "focal", "20.04", true],
    ["ubuntu", "24.04", "24.04", false],
    ["alpine", "3.18.4", "3.18", true],
    ["alpine", "3.24", "3.24", false],
    ["centos", "7", "7", true],
    ["php", "8.1", "8.1", true],
    ["postgres", "13.4", "13", true],
    ["openjdk-image", "8", "8", true],
    ["temurin", "21.0.2", "21", false],
  ])("%s %s", (product, version, release, ended) => {
    expect(endOfLife(product, version, TODAY)).toMatchObject({ release, ended });
  });

  it("counts the last day as supported", () => {
    expect(endOfLife("node", "22", "2027-04-30")?.ended).toBe(false);
    expect(endOfLife("node", "22", "2027-05-01")?.ended).toBe(true);
  });

  it.each([
    ["python", "3"],
    ["go", "1"],
    ["node", "lts"],
    ["node", ""],
    ["nothing", "1"],
    ["alpine", "3"],
    ["constructor", "1"],
    ["node", "99"],
  ])("says nothing of %s %s", (product, version) => {
    expect(endOfLife(product, version, TODAY)).toBeNull();
  });
});

describe("productsOf", () => {
  it.each([
    ["node", "18-alpine3.18", ["node 18", "alpine 3.18"]],
    ["node", "lts", []],
    ["python", "3.8-slim", ["python 3.8", "debian bookworm"]],
    ["docker.io/library/python", "3.12-slim-buster", ["python 3.12", "debian buster"]],
    ["maven", "3.9-eclipse-temurin-17-alpine", ["temurin 17"]],
    ["maven", "3.6.3-jdk-8", ["openjdk-image 8"]],
    ["gradle", "8.14.0-jdk21", ["temurin 21", "ubuntu noble"]],
    ["openjdk", "11.0.3-jdk-slim", ["openjdk-image 11.0.3"]],
    ["mcr.microsoft.com/dotnet/core/aspnet", "3.1", ["dotnet 3.1", "debian buster"]],
    ["dunglas/frankenphp", "1-php8.3-bookworm", ["php 8.3", "debian bookworm"]],
    ["ghcr.io/astral-sh/uv", "python3.12-bookworm-slim", ["python 3.12", "debian bookworm"]],
    ["gcr.io/distroless/nodejs18-debian11", "nonroot", ["node 18", "debian bullseye"]],
    ["nginx", "1.13-alpine", ["nginx 1.13"]],
    ["centos", "7", ["centos 7"]],
    ["quay.io/centos/centos", "stream9", ["centos-stream 9"]],
    ["debian", "stretch", ["debian stretch"]],
    ["my/app", "1.2.3", []],
    ["", null, []],
  ])("%s:%s", (name, tag, expected) => {
    expect(productsOf({ name, tag }).map(({ product, version }) => `${product} ${version}`)).toEqual(expected);
  });
});

describe("the table", () => {
  it("holds dates that exist, each release once", () => {
    for (const [product, text] of Object.entries(END_OF_LIFE)) {
      const releases = text.split("; ").map((entry) => entry.split(" "));
      expect(new Set(releases.map(([release]) => release)).size, product).toBe(releases.length);
      for (const [release = "", date = "", ...more] of releases) {
        expect(more, `${product} ${release}`).toEqual([]);
        expect(release).toMatch(/^\d+(?:\.\d+){0,2}$/);
        if (date !== "-") expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10), `${product} ${release}`).toBe(date);
      }
    }
  });
});
