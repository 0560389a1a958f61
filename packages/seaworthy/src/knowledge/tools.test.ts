import { describe, expect, it } from "vitest";
import { HANGS } from "../testing/limits.js";
import {
  buildPackage,
  DEVELOPMENT_SERVERS,
  developmentServer,
  INITS,
  NEEDLESS_PACKAGES,
  PROBE_TOOLS,
  SHELLS,
  WRAPPERS,
} from "./tools.js";

describe("buildPackage", () => {
  it.each([
    "build-essential",
    "build-base",
    "gcc",
    "g++",
    "gcc-12",
    "gcc-c++",
    "make",
    "cmake",
    "git",
    "cargo",
    "openjdk-17-jdk",
    "java-17-openjdk-devel",
    "clang-16",
    "gcc=4:12.2.0-3",
    "python3-pip",
  ])("%s builds", (name) => {
    expect(buildPackage(name)).toBe("build tool");
  });
  it.each([
    "libpq-dev",
    "libssl-dev",
    "zlib1g-dev",
    "postgresql-devel",
    "openssl-devel",
    "libxml2-dev~=2",
    "imagemagick-dev",
    "libffi-dev",
  ])("%s is headers", (name) => {
    expect(buildPackage(name)).toBe("headers");
  });
  it.each([
    "curl",
    "ca-certificates",
    "libpq5",
    "openssl",
    "tini",
    "udev",
    "eudev",
    "nodejs",
    "openjdk-17-jre-headless",
    "tzdata",
    "gitlab-runner",
    "",
    "=",
    "-dev",
  ])("%s is neither", (name) => {
    expect(buildPackage(name)).toBeNull();
  });
  it(
    "is quick on hostile names",
    () => {
      buildPackage("a-".repeat(100_000));
      buildPackage(`${"a".repeat(100_000)}-dev`);
    },
    HANGS,
  );
});

describe("developmentServer", () => {
  it.each([
    ["flask run --host 0.0.0.0", "Flask's development server"],
    ["python manage.py runserver 0.0.0.0:8000", "Django's development server"],
    ["python3 -m flask run", "Flask's development server"],
    ["python -m http.server 8000", "Python's http.server"],
    ["uvicorn app:app --reload", "uvicorn with reload"],
    ["npx nodemon server.js", "nodemon"],
    ["./node_modules/.bin/vite --host", "Vite's development server"],
    ["next dev", "next dev"],
    ["php -S 0.0.0.0:80 -t public", "PHP's built-in server"],
    ["php artisan serve", "Laravel's development server"],
    ["node --watch server.js", "node --watch"],
    ["go run ./cmd/api", "go run"],
    ["dotnet watch run", "dotnet run"],
    ["./mvnw spring-boot:run", "a Maven development run"],
  ])("%s", (line, name) => {
    expect(developmentServer(line.split(" "))?.name).toBe(name);
  });
  it.each([
    "uvicorn app:app",
    "gunicorn app:app",
    "next start",
    "node server.js",
    "vite preview",
    "php-fpm",
    "python app.py",
    "dotnet app.dll",
    "bundle exec puma",
    "",
  ])("%s is none", (line) => {
    expect(developmentServer(line.split(" "))).toBeNull();
  });
});

describe("the lists", () => {
  it("keep inits, shells and wrappers apart", () => {
    for (const name of WRAPPERS.keys()) expect(INITS.has(name) || SHELLS.has(name), name).toBe(false);
    expect(WRAPPERS.has("pm2-runtime")).toBe(false);
    expect(NEEDLESS_PACKAGES.get("vim")).toBe("editor");
    expect(PROBE_TOOLS.get("curl")).toBe("http");
  });
  it("describe each development server once", () => {
    const keys = DEVELOPMENT_SERVERS.map((server) => `${server.program} ${server.needs.join(" ")}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
