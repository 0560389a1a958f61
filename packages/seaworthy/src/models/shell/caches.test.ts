import { describe, expect, test } from "vitest";
import { leftoverCaches } from "./caches.js";
import { callsOf } from "./managers/call.js";
import { offsetsFrom } from "./offsets.js";
import { installsAmong } from "./packages.js";
import { parseScript } from "./parse.js";
import type { Script } from "./script.js";

function left(text: string, cacheTargets: readonly string[] = [], variables: Record<string, string | null> = {}) {
  const script = parseScript(text, offsetsFrom(0));
  const known = new Map(Object.entries(variables));
  const env = (name: string) => known.get(name);
  const calls = callsOf(script, { env });
  return leftoverCaches(script, calls, installsAmong(calls), { cacheTargets, env });
}
const paths = (...given: Parameters<typeof left>) => left(...given).map(({ path }) => path);

describe("the lists of apt", () => {
  test.each([
    "apt-get update && apt-get install -y x",
    "rm -rf /var/lib/apt/lists/* && apt-get update",
    "apt-get update && apt-get clean",
    "apt-get update && rm -rf /var/lib/apt/list/*",
    'apt-get update && rm -rf "/var/lib/apt/lists/*"',
    "apt-get update && rm -rf /var/cache/apt",
    "aptitude update && aptitude install x",
    "bash -c 'apt-get update && apt-get install -y x'",
  ])("stay: %s", (text) => expect(paths(text)).toEqual(["/var/lib/apt/lists"]));

  test.each([
    "apt-get install -y x",
    "apt-get update && apt-get install -y x && rm -rf /var/lib/apt/lists/*",
    "apt-get update; rm -r -f /var/lib/apt/lists",
    "apt-get update && rm -rf /tmp/* /var/lib/apt/lists/* /var/tmp/*",
    "apt-get update && rm -rf /var/lib/{apt,dpkg,cache}/",
    "apt-get update && rm -rf /var/lib/apt/lists/**",
    "apt-get update && rm -rf /var/lib/apt/*",
    "apt-get update && apt-get dist-clean",
    "apt-get update && find /var/lib/apt/lists -type f -delete",
    "tidy() { rm -rf /var/lib/apt/lists/*; }; apt-get update && tidy",
    "apt-get update && bash -c 'rm -rf /var/lib/apt/lists/*'",
    "D=/x; apt-get update || true; sudo rm -rf /var/lib/apt/lists/*",
  ])("go: %s", (text) => expect(paths(text)).toEqual([]));

  test("a mount catches them, one elsewhere does not", () => {
    expect(paths("apt-get update", ["/var/lib/apt"])).toEqual([]);
    expect(paths("apt-get update", ["/var/lib/apt/lists/"])).toEqual([]);
    expect(paths("apt-get update", ["/var/cache/apt"])).toEqual(["/var/lib/apt/lists"]);
  });

  test("archives stay once docker-clean is gone", () => {
    const text = "rm -f /etc/apt/apt.conf.d/docker-clean; apt-get update && apt-get install -y x";
    expect(paths(text, ["/var/lib/apt"])).toEqual(["/var/cache/apt/archives"]);
    expect(paths(text, ["/var/lib/apt", "/var/cache/apt"])).toEqual([]);
  });

  test("each is told once, with its command, its install and a remedy", () => {
    const [cache, ...more] = left("apk add x && apk add y");
    expect(more).toEqual([]);
    expect(cache).toMatchObject({ manager: "apk", remedy: "apk add --no-cache", install: { packages: [{ name: "x" }] } });
    expect(left("apt-get update")[0]).toMatchObject({ install: null, command: { name: "apt-get" } });
  });
});

describe("other caches", () => {
  test.each<[string, string[], string[]?, Record<string, string | null>?]>([
    ["apk add --no-cache x", []],
    ["apk add --no-network --virtual .run $deps", []],
    ["apk --no-cache --update add x", []],
    ["apk add -U x && rm -rf /var/cache/apk/*", []],
    ["apk update && apk add x", ["/var/cache/apk"]],
    ["yum install -y x && yum clean all", []],
    ["yum install -y x && dnf clean all", []],
    ["dnf install -y x && microdnf clean all", ["/var/cache/dnf"]],
    ["dnf -y upgrade && rm -rf /var/cache/*", []],
    ["dnf clean all && dnf -y in x", ["/var/cache/dnf"]],
    ["zypper in -y x && zypper cc -a", []],
    ["pacman -Syu --noconfirm git && pacman -Scc --noconfirm", []],
    ["pip install x", ["~/.cache/pip"]],
    ["pip install --no-cache-dir x", []],
    ["PIP_NO_CACHE_DIR=off pip install x", ["~/.cache/pip"]],
    ["pip install x", [], [], { PIP_NO_CACHE_DIR: "1" }],
    ["pip install x", [], [], { PIP_NO_CACHE_DIR: null }],
    ["pip install x && rm -rf ~/.cache", []],
    ["pip install x && rm -rf /root/*", ["~/.cache/pip"]],
    ["pip install x && rm -rf /root/.cache/*", []],
    ["pip install x && pip cache purge", []],
    ["pip install --cache-dir /tmp/p x && rm -rf /tmp/p", []],
    ["pip install x", [], ["/home/app/.cache/pip"]],
    ["npm ci", ["~/.npm"]],
    ["npm ci && npm cache clean", ["~/.npm"]],
    ["npm ci && npm cache clean --force", []],
    ["npm ci --cache /tmp/npm && rm -rf /tmp/npm", []],
    ["npm config set cache /tmp/n && npm ci && rm -rf /tmp/*", []],
    ["npm ci", [], ["/root/.npm"]],
    ["npm ci && rm -rf $HOME/.npm", []],
    ["yarn --frozen-lockfile && yarn cache clean", []],
    ["yarn --frozen-lockfile", [], ["/usr/local/share/.cache/yarn"]],
    ["yarn add x", ["/usr/local/share/.cache/yarn"], ["/var/lib/x"]],
    ["conda install -y x && conda clean -afy", []],
    ["conda env create -f e.yml && conda clean", ["/opt/conda/pkgs"]],
    ["go build ./...", ["~/.cache/go-build", "/go/pkg/mod"]],
    ["go build -mod=vendor ./...", ["~/.cache/go-build"]],
    ["go build .", [], ["/root/.cache/go-build", "/go/pkg/mod"]],
    ["go install x.y/z@v1 && go clean -cache -modcache", []],
    ["cargo build --release", ["/usr/local/cargo/registry"]],
    ["cargo install x && rm -rf $CARGO_HOME/registry", [], [], { CARGO_HOME: "/opt/cargo" }],
    ["composer install && composer clear-cache", []],
    ["COMPOSER_CACHE_DIR=/dev/null composer install", []],
    ["mvn -B package", ["~/.m2/repository"]],
    ["mvn -B package", [], ["/root/.m2"]],
    ["gem install x && rm -rf /usr/local/bundle/cache/*.gem", []],
    ['bundle install && rm -rf ~/.bundle/ "${BUNDLE_PATH}"/ruby/*/cache', []],
    ["bundle exec rake", []],
    ["uv sync --frozen --no-cache", []],
    ["dotnet publish -c Release", ["~/.nuget/packages"]],
    ["pnpm install && bun install", []],
  ])("%s", (text, expected, targets = [], env = {}) => expect(paths(text, targets, env)).toEqual(expected));
});

test.each(["rm -rf /a/*; npm ci;", "rm ${A:-", "rm -rf {a,{b,", "export A=b; npm ci --cache /t;"])(
  "%j again and again: commands are looked at in proportion to their number",
  (unit) => {
    const [some, twice] = [looks(unit.repeat(1000)), looks(unit.repeat(2000))];
    expect(twice).toBeLessThanOrEqual(2 * some + 100);
  },
);

/** How often a text's commands are looked at while its leftovers are found. */
function looks(text: string): number {
  let count = 0;
  const parsed = parseScript(text, offsetsFrom(0));
  const commands = parsed.commands.map(
    (command) =>
      new Proxy(command, {
        get(of, key) {
          count += 1;
          return Reflect.get(of, key, of);
        },
      }),
  );
  const script: Script = { ...parsed, commands };
  const calls = callsOf(script);
  leftoverCaches(script, calls, installsAmong(calls), { cacheTargets: [], env: () => undefined });
  return count;
}
