import { describe, expect, it } from "vitest";
import type { ComposeProject, ComposeService } from "./compose.js";
import { loadCompose } from "./load.js";

function load(service: string, rest = ""): ComposeProject {
  const text = `services:\n  web: {${service}}\n${rest}`;
  return loadCompose(["compose.yaml"], (path) => (path === "compose.yaml" ? text : null));
}

function read(service: string, rest = ""): ComposeService {
  const project = load(service, rest);
  expect(project.problems).toEqual([]);
  return project.services[0] as ComposeService;
}

function values<T>(sited: readonly { readonly value: T }[]): readonly T[] {
  return sited.map((item) => item.value);
}

describe("ports", () => {
  it.each([
    ["80", null, null, "80", "tcp"],
    ["'8080:80'", null, "8080", "80", "tcp"],
    ["'127.0.0.1:8080:80/udp'", "127.0.0.1", "8080", "80", "udp"],
    ["'127.0.0.1::80'", "127.0.0.1", null, "80", "tcp"],
    ["'[::1]:8080:80'", "::1", "8080", "80", "tcp"],
    ["'::1:8080:80'", "::1", "8080", "80", "tcp"],
    ["'3000-3005'", null, null, "3000-3005", "tcp"],
    ["'9090-9091:8080-8081'", null, "9090-9091", "8080-8081", "tcp"],
    ["'${PORT:-8080}:80'", null, "8080", "80", "tcp"],
    ["{target: 80, published: '8080', host_ip: 10.0.0.1, protocol: udp}", "10.0.0.1", "8080", "80", "udp"],
    ["{target: 80}", null, null, "80", "tcp"],
  ])("%s", (written, hostIp, published, target, protocol) => {
    expect(read(`image: a, ports: [${written}]`).ports).toMatchObject([{ hostIp, published, target, protocol }]);
  });

  it("what is none is a problem, unless a variable decides", () => {
    expect(load("image: a, ports: ['80:http']").problems).toMatchObject([{ kind: "schema" }]);
    expect(load("image: a, ports: ['${P}:80']").problems).toEqual([]);
  });

  it("the same port twice counts once", () => {
    expect(read("image: a, ports: ['80:80', '0.0.0.0:80:80/tcp', '80:80/udp']").ports).toHaveLength(2);
  });
});

describe("mounts", () => {
  it.each([
    ["/data", "volume", null, "/data", false, []],
    ["db:/data/", "volume", "db", "/data", false, []],
    ["./src:/app:ro", "bind", "./src", "/app", true, ["ro"]],
    ["/var/run/docker.sock:/var/run/docker.sock", "bind", "/var/run/docker.sock", "/var/run/docker.sock", false, []],
    ["~/keys:/keys:ro,z", "bind", "~/keys", "/keys", true, ["ro", "z"]],
    ["..:/up:rw", "bind", "..", "/up", false, ["rw"]],
    ["C:\\\\data:/data", "bind", "C:\\\\data", "/data", false, []],
    ["C:\\\\a:D:\\\\b:ro", "bind", "C:\\\\a", "D:\\\\b", true, ["ro"]],
    ["c:/a:/b", "bind", "c:/a", "/b", false, []],
  ])("%s", (written, type, source, target, readOnly, options) => {
    expect(read(`image: a, volumes: ['${written}']`).mounts).toMatchObject([{ type, source, target, readOnly, options }]);
  });

  it("long form", () => {
    const { mounts } = read(
      "image: a, volumes: [{type: bind, source: ./a, target: /a, read_only: true, bind: {selinux: z}}, {type: tmpfs, target: /t, tmpfs: {size: 64m, mode: 1777}}, {type: volume, source: v, target: /v, volume: {nocopy: true}}]",
    );
    expect(mounts).toMatchObject([
      { type: "bind", source: "./a", target: "/a", readOnly: true, options: ["z"] },
      { type: "tmpfs", source: null, target: "/t", options: ["size=64m", "mode=1777"] },
      { type: "volume", source: "v", target: "/v", options: ["nocopy"] },
    ]);
  });

  it("tmpfs as a string and as a list", () => {
    expect(read("image: a, tmpfs: /run").mounts).toMatchObject([{ type: "tmpfs", target: "/run", options: [] }]);
    expect(read("image: a, tmpfs: ['/run:size=64m,mode=1777', /tmp]").mounts).toMatchObject([
      { type: "tmpfs", target: "/run", options: ["size=64m", "mode=1777"] },
      { type: "tmpfs", target: "/tmp" },
    ]);
  });

  it("a later mount at the same target replaces the earlier", () => {
    expect(read("image: a, volumes: ['./a:/x', './b:/x/']").mounts).toMatchObject([{ source: "./b" }]);
    expect(load("image: a, volumes: ['data:/b:ro:x']").problems).toMatchObject([{ kind: "schema" }]);
  });
});

describe("build", () => {
  it.each([
    [".", ".", "Dockerfile"],
    ["./app/", "app", "app/Dockerfile"],
    ["{context: app, dockerfile: docker/prod.Dockerfile}", "app", "app/docker/prod.Dockerfile"],
    ["{context: app, dockerfile: ../x.Dockerfile}", "app", "x.Dockerfile"],
    ["{dockerfile: D}", ".", "D"],
    ["https://github.com/a/b.git#main", null, null],
    ["git@github.com:a/b.git", null, null],
  ])("%s", (written, context, dockerfile) => {
    expect(read(`build: ${written}`).build).toMatchObject({ context, dockerfile });
  });

  it("what leaves the root is null and a problem at its place", () => {
    const outside = load("build: {context: ../other}");
    expect(outside.problems).toMatchObject([{ kind: "outside", place: { range: [35, 43] } }]);
    expect(outside.services[0]?.build).toMatchObject({ context: null, dockerfile: null, contextWritten: "../other" });
    expect(load("build: /srv/app").problems).toMatchObject([{ kind: "outside" }]);
    expect(load("build: {dockerfile: ../Dockerfile}").services[0]?.build?.dockerfile).toBe(null);
  });

  it("a variable without a value leaves the Dockerfile unknown", () => {
    expect(read("build: {dockerfile: '${FILE}'}").build?.dockerfile).toBe(null);
    expect(read("build: '${DIR}'").build?.context).toBe(null);
  });

  it("args, contexts, secrets and target in all forms", () => {
    const build = read(
      "build: {context: ., target: prod, args: [A=1, B], additional_contexts: {base: 'docker-image://alpine'}, secrets: [one, {source: two}]}",
      "secrets: {one: {file: a}, two: {file: b}}\n",
    ).build;
    expect([...(build?.args ?? [])].map(([name, { value }]) => [name, value])).toEqual([
      ["A", "1"],
      ["B", null],
    ]);
    expect(build?.additionalContexts.get("base")?.value).toBe("docker-image://alpine");
    expect(build?.settings.secrets).toEqual([
      { source: "one", id: "one" },
      { source: "two", id: "two" },
    ]);
    expect(build?.target?.value).toBe("prod");
    expect([...(read("build: {args: {A: 1, B: null}}").build?.args.values() ?? [])].map(({ value }) => value)).toEqual([
      "1",
      null,
    ]);
  });

  it("an inline Dockerfile takes the place of a file", () => {
    const build = read('build: {dockerfile_inline: "FROM alpine\\nRUN echo $$HOME\\n"}').build;
    expect(build?.dockerfile).toBe(null);
    expect(build?.inline?.value).toBe("FROM alpine\nRUN echo $HOME\n");
    expect(build?.inlineDockerfile).toMatchObject({ path: "compose.yaml#web", stages: [{ index: 0 }] });
  });
});

describe("healthcheck", () => {
  it("reads tests in every form, and durations in milliseconds", () => {
    expect(
      read(
        "image: a, healthcheck: {test: curl -f localhost, interval: 1m30s, timeout: 10s, start_period: 500ms, start_interval: 2s, retries: 3}",
      ).healthcheck,
    ).toMatchObject({
      disabled: false,
      test: { value: ["CMD-SHELL", "curl -f localhost"] },
      interval: { value: 90_000 },
      timeout: { value: 10_000 },
      startPeriod: { value: 500 },
      startInterval: { value: 2000 },
      retries: { value: 3 },
    });
    expect(read("image: a, healthcheck: {test: [CMD, a, b]}").healthcheck?.test?.value).toEqual(["CMD", "a", "b"]);
    expect(read("image: a, healthcheck: {interval: 5s}").healthcheck).toMatchObject({ test: null, disabled: false });
  });

  it("is off by `disable` and by a list of NONE; a string is a command", () => {
    expect(read("image: a, healthcheck: {disable: true}").healthcheck?.disabled).toBe(true);
    expect(read("image: a, healthcheck: {disable: '${OFF:-true}'}").healthcheck?.disabled).toBe(true);
    expect(read("image: a, healthcheck: {test: [NONE]}").healthcheck?.disabled).toBe(true);
    expect(read("image: a, healthcheck: {test: NONE}").healthcheck?.disabled).toBe(false);
  });

  it("reports lists that begin with the command, and durations without units", () => {
    expect(load("image: a, healthcheck: {test: [curl, localhost]}").problems).toMatchObject([{ kind: "schema" }]);
    expect(load("image: a, healthcheck: {interval: '30'}").problems).toMatchObject([{ kind: "schema" }]);
    expect(load("image: a, healthcheck: {interval: 30}").problems).toMatchObject([{ kind: "schema" }]);
    expect(load("image: a, healthcheck: {interval: '${I}'}").problems).toEqual([]);
  });
});

describe("the rest of a service", () => {
  it("commands keep their form", () => {
    expect(read("image: a, command: serve --port 80, entrypoint: [tini, --]")).toMatchObject({
      command: { value: "serve --port 80" },
      entrypoint: { value: ["tini", "--"] },
    });
    expect(read("image: a, command: []").command?.value).toEqual([]);
    expect(read("image: a, command: null").command).toBe(null);
  });

  it("env files, short, list and long", () => {
    expect(values(read("image: a, env_file: .env").envFiles)).toEqual([".env"]);
    expect(values(read("image: a, env_file: [./a.env, {path: b.env, required: false, format: raw}]").envFiles)).toEqual([
      "a.env",
      "b.env",
    ]);
    expect(load("image: a, env_file: /etc/a.env").problems).toMatchObject([{ kind: "outside" }]);
    expect(read("image: a, env_file: [{path: /etc/a.env, required: false}]").envFiles).toEqual([]);
  });

  it("secrets and what they come from", () => {
    const rest =
      "secrets:\n  a: {file: ./a.txt}\n  b: {environment: B}\n  c: {external: true}\n  d: {file: /run/d}\nconfigs:\n  e: {file: ../e}\n";
    const project = load("image: a, secrets: [a, {source: b, target: bee}, {source: c, target: /c}]", rest);
    expect(project.problems).toEqual([]);
    expect(project.services[0]?.secrets).toMatchObject([
      { source: "a", target: "/run/secrets/a" },
      { source: "b", target: "/run/secrets/bee" },
      { source: "c", target: "/c" },
    ]);
    expect(project.secrets.get("a")).toMatchObject({ file: "a.txt", external: false });
    expect(project.secrets.get("b")).toMatchObject({ file: null, environment: "B" });
    expect(project.secrets.get("c")?.external).toBe(true);
    expect(project.secrets.get("d")?.file).toBe("/run/d");
    expect(project.configs.get("e")?.file).toBe("../e");
  });

  it("limits from both places, replicas, and what depends on what", () => {
    const deployed = read(
      "image: a, mem_limit: 1g, pids_limit: 50, deploy: {replicas: 2, resources: {limits: {memory: 64m, cpus: '0.5', pids: 10}}}",
    );
    expect(deployed.limits).toMatchObject({ memory: { value: "64m" }, cpus: { value: "0.5" }, pids: { value: 10 } });
    expect(deployed.replicas?.value).toBe(2);
    expect(read("image: a, mem_limit: 1g, cpus: 1.5, pids_limit: 50").limits).toMatchObject({
      memory: { value: "1g" },
      cpus: { value: "1.5" },
      pids: { value: 50 },
    });
    expect(read("image: a, depends_on: [b]").dependsOn).toMatchObject([{ name: "b", condition: "service_started" }]);
    expect(read("image: a, depends_on: {b: {condition: service_healthy}}").dependsOn).toMatchObject([
      { condition: "service_healthy" },
    ]);
  });

  it("everything else", () => {
    const web = read(
      "image: a, user: '1000:1000', init: true, cap_drop: [ALL, ALL], cap_add: [NET_BIND_SERVICE], security_opt: ['no-new-privileges:true'], devices: ['/dev/a:/dev/b', {source: /dev/c, target: /dev/d, permissions: rw}], expose: [80, '81'], profiles: [debug], network_mode: host, pid: host, ipc: host, uts: host, userns_mode: host, cgroup: host, stop_grace_period: 1m, stop_signal: SIGINT, restart: no, working_dir: /app, labels: [a=b, c], logging: {driver: json-file, options: {max-size: 10m}}",
    );
    expect(web).toMatchObject({
      user: { value: "1000:1000" },
      init: { value: true },
      profiles: ["debug"],
      networkMode: { value: "host" },
      pid: { value: "host" },
      cgroup: { value: "host" },
      stopGracePeriod: { value: 60_000 },
      stopSignal: { value: "SIGINT" },
      restart: { value: "no" },
      workingDir: { value: "/app" },
      logging: { driver: { value: "json-file" } },
    });
    expect(values(web.capDrop)).toEqual(["ALL"]);
    expect(values(web.expose)).toEqual(["80", "81"]);
    expect(values(web.devices)).toEqual(["/dev/a:/dev/b", "/dev/c:/dev/d:rw"]);
    expect([...web.labels].map(([name, { value }]) => [name, value])).toEqual([
      ["a", "b"],
      ["c", ""],
    ]);
    expect(web.logging?.options.get("max-size")?.value).toBe("10m");
  });

  it("volumes know whether they are the project's own", () => {
    const { volumes } = load("image: a", "volumes:\n  a:\n  b: {external: true}\n  c: {external: {name: x}}\n");
    expect([...volumes].map(([name, { external }]) => [name, external])).toEqual([
      ["a", false],
      ["b", true],
      ["c", true],
    ]);
  });
});
