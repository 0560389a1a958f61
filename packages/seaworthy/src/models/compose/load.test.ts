import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ComposeProject } from "./compose.js";
import { looksLikeCompose } from "./form.js";
import { type ComposeOptions, loadCompose } from "./load.js";

type Files = Readonly<Record<string, string>>;

function load(files: Files, entry: readonly string[] = ["compose.yaml"], options: Partial<ComposeOptions> = {}): ComposeProject {
  return loadCompose(entry, (path) => files[path] ?? null, { env: new Map(), ...options });
}

function service(project: ComposeProject, name = "web"): ComposeProject["services"][number] {
  const found = project.services.find((one) => one.name === name);
  if (!found) throw new Error(`no service ${name}: ${project.services.map((one) => one.name)}`);
  return found;
}

function said(project: ComposeProject): readonly string[] {
  return project.problems.map((problem) => `${problem.kind} ${problem.place.file}: ${problem.message}`);
}

function environment(project: ComposeProject, name = "web"): Record<string, string | null> {
  return Object.fromEntries([...service(project, name).environment].map(([key, { value }]) => [key, value]));
}

describe("several files", () => {
  const files = {
    "deploy/compose.yaml":
      "services:\n  web:\n    image: shop:1\n    build: ..\n    ports: ['80:80']\n    environment: [A=1, B=2]\n",
    "deploy/compose.prod.yaml":
      "services:\n  web:\n    image: shop:2\n    read_only: true\n    environment: {B: 3}\n  job:\n    image: job\n",
  };

  it("are laid over each other, every value at its own place", () => {
    const project = load(files, ["deploy/compose.yaml", "deploy/compose.prod.yaml"]);
    expect(said(project)).toEqual([]);
    expect(project.files).toEqual(["deploy/compose.yaml", "deploy/compose.prod.yaml"]);
    expect(project.services.map((one) => one.name)).toEqual(["web", "job"]);
    const web = service(project);
    expect(web.image?.place.file).toBe("deploy/compose.prod.yaml");
    expect(web.place).toEqual({ file: "deploy/compose.yaml", range: [12, 15] });
    expect(web.build).toMatchObject({ context: ".", contextWritten: "..", dockerfile: "Dockerfile" });
    expect(environment(project)).toEqual({ A: "1", B: "3" });
    const over = files["deploy/compose.prod.yaml"];
    expect(over.slice(...(web.environment.get("B")?.place.range ?? [0, 0]))).toBe("3");
  });

  it("a missing file is a problem, and the rest is read", () => {
    const project = load(files, ["deploy/compose.yaml", "deploy/gone.yaml"]);
    expect(said(project)).toEqual(["missing deploy/gone.yaml: deploy/gone.yaml is not there"]);
    expect(project.services).toHaveLength(1);
  });

  it("what is required may stand in the earlier file", () => {
    const project = load(
      {
        a: "services: {web: {image: a, depends_on: {db: {condition: service_healthy}}}, db: {image: b}}",
        b: "services: {web: {depends_on: {db: {restart: true}}}}",
      },
      ["a", "b"],
    );
    expect(said(project)).toEqual([]);
    expect(service(project).dependsOn).toMatchObject([{ name: "db", condition: "service_healthy" }]);
  });

  it("documents of one file are laid over each other too", () => {
    expect(
      service(load({ "compose.yaml": "services: {web: {image: a}}\n---\nservices: {web: {image: b}}\n" })).image?.value,
    ).toBe("b");
  });
});

describe("interpolation", () => {
  const text = [
    "services:",
    "  web:",
    "    image: shop:${TAG:-1}",
    "    user: ${UID:?who runs it}",
    "    read_only: ${RO:-true}",
    "    scale: ${N}",
    "    environment:",
    "      LITERAL: hunter2",
    "      DEFAULT: ${A:-hunter2}",
    "      FROM_ENV: ${FROM_ENV}",
    "      FROM_FILE: ${FROM_FILE}",
    "      MIXED: x-${FROM_ENV}",
    "      UNSET: ${NOWHERE}",
    "      PASSED:",
    "      DOLLAR: a$$b",
    "",
  ].join("\n");
  const files = { "compose.yaml": text, ".env": "FROM_FILE=file\nFROM_ENV=shadowed\n" };
  const project = load(files, ["compose.yaml"], { env: new Map([["FROM_ENV", "env"]]) });

  it("fills in variables, the caller's before those of .env", () => {
    expect(environment(project)).toEqual({
      LITERAL: "hunter2",
      DEFAULT: "hunter2",
      FROM_ENV: "env",
      FROM_FILE: "file",
      MIXED: "x-env",
      UNSET: "",
      PASSED: null,
      DOLLAR: "a$b",
    });
    expect(service(project).image?.value).toBe("shop:1");
  });

  it("tells what is no literal of the file", () => {
    expect([...service(project).interpolated].sort()).toEqual(["FROM_ENV", "FROM_FILE", "MIXED", "PASSED", "UNSET"]);
  });

  it("reports a required variable without a value at its place, and nothing of what is merely unset", () => {
    expect(said(project)).toEqual(["interpolation compose.yaml: the required variable UID has no value here: who runs it"]);
    const [problem] = project.problems;
    expect(problem && text.slice(...problem.place.range)).toBe("${UID:?who runs it}");
  });

  it("turns strings into booleans and numbers where Compose does", () => {
    expect(service(project).readOnly?.value).toBe(true);
    expect(service(project).replicas).toBe(null);
    expect(said(load({ "compose.yaml": "services: {web: {image: a, privileged: perhaps}}" }))).toEqual([
      "schema compose.yaml: `services.web.privileged` has to be true or false",
    ]);
    expect(service(load({ "compose.yaml": "services: {web: {image: a, privileged: 'yes'}}" })).privileged?.value).toBe(true);
  });

  it("tells where a variable without a value stands", () => {
    const web =
      "image: 'shop:${TAG}', build: {context: ., target: '${T:-prod}'}, volumes: [{type: bind, source: '${DIR:-}', target: /x}]";
    expect([...service(load({ "compose.yaml": `services: {web: {${web}}}` })).unset]).toEqual(["image", "volumes[0].source"]);
  });

  it("reports a broken reference", () => {
    expect(said(load({ "compose.yaml": "services: {web: {image: 'a${'}}" }))[0]).toMatch(/^interpolation .*\$\$/);
  });
});

describe("extends", () => {
  it("takes over a service of the same file, whatever the order, and over several steps", () => {
    const project = load({
      "compose.yaml": [
        "services:",
        "  web:",
        "    extends: middle",
        "    environment: {C: 3}",
        "  middle:",
        "    extends: {service: base}",
        "    user: '1000'",
        "    environment: {B: 2}",
        "  base:",
        "    image: shop",
        "    user: root",
        "    environment: [A=1, B=1]",
        "",
      ].join("\n"),
    });
    expect(said(project)).toEqual([]);
    expect(service(project)).toMatchObject({ image: { value: "shop" }, user: { value: "1000" } });
    expect(environment(project)).toEqual({ A: "1", B: "2", C: "3" });
  });

  it("takes over a service of another file, whose paths stay its own", () => {
    const project = load({
      "compose.yaml": "services:\n  web:\n    extends: {file: shared/base.yaml, service: app}\n    cap_drop: [ALL]\n",
      "shared/base.yaml":
        "services:\n  app:\n    extends: root\n    build: ./app\n    env_file: app.env\n  root:\n    read_only: true\n  wrong:\n    imagee: x\n",
    });
    expect(said(project)).toEqual([]);
    expect(project.files).toEqual(["compose.yaml", "shared/base.yaml"]);
    expect(service(project).build).toMatchObject({ context: "shared/app", dockerfile: "shared/app/Dockerfile" });
    expect(service(project).envFiles.map((file) => file.value)).toEqual(["shared/app.env"]);
    expect(service(project).readOnly?.place.file).toBe("shared/base.yaml");
  });

  it("resets reach what is extended", () => {
    const project = load({
      "compose.yaml":
        "services:\n  base: {image: a, ports: ['1:1'], cap_add: [A]}\n  web: {extends: base, ports: !reset [], cap_add: !override [B]}\n",
    });
    expect(service(project).ports).toEqual([]);
    expect(service(project).capAdd.map((cap) => cap.value)).toEqual(["B"]);
    expect(service(project, "base").ports).toHaveLength(1);
  });

  it("reports circles, missing services and missing files, and keeps what there is", () => {
    const circle = load({ "compose.yaml": "services:\n  web: {image: a, extends: b}\n  b: {image: b, extends: web}\n" });
    expect(said(circle)).toEqual(["circular compose.yaml: `web` extends itself: web → b → web"]);
    expect(service(circle).image?.value).toBe("a");
    expect(said(load({ "compose.yaml": "services: {web: {image: a, extends: nobody}}" }))).toEqual([
      "schema compose.yaml: no service `nobody` to extend in compose.yaml",
    ]);
    expect(said(load({ "compose.yaml": "services: {web: {image: a, extends: {file: x.yml, service: a}}}" }))).toEqual([
      "missing compose.yaml: the extended file x.yml is not there",
    ]);
    expect(said(load({ "compose.yaml": "services: {web: {image: a, extends: {file: ../x.yml, service: a}}}" }))[0]).toMatch(
      /^outside/,
    );
    const files = {
      "a.yml": "services: {x: {extends: {file: b.yml, service: y}}}",
      "b.yml": "services: {y: {extends: {file: a.yml, service: x}}}",
    };
    expect(said(load(files, ["a.yml"]))[0]).toMatch(/^circular/);
  });
});

describe("include", () => {
  it("brings in services with paths and variables of their own directory", () => {
    const project = load({
      "compose.yaml": "include:\n  - db/compose.yaml\nservices:\n  web: {image: 'web:${V:-none}', depends_on: [db]}\n",
      "db/compose.yaml":
        "services:\n  db:\n    build: {dockerfile: db.Dockerfile}\n    environment: {V: '${V}'}\nvolumes: {data: {}}\n",
      "db/.env": "V=16\n",
    });
    expect(said(project)).toEqual([]);
    expect(service(project, "db").build).toMatchObject({ context: "db", dockerfile: "db/db.Dockerfile" });
    expect(environment(project, "db")).toEqual({ V: "16" });
    expect(service(project).image?.value).toBe("web:none");
    expect([...project.volumes.keys()]).toEqual(["data"]);
  });

  it("long form: a project directory, env files, and files laid over each other", () => {
    const project = load({
      "compose.yaml":
        "include:\n  - path: [infra/db.yaml, infra/over.yaml]\n    project_directory: .\n    env_file: infra/db.env\n",
      "infra/db.yaml": "services: {db: {build: ./db, image: 'db:${V}'}}",
      "infra/over.yaml": "services: {db: {user: '70'}}",
      "infra/db.env": "V=9",
    });
    expect(said(project)).toEqual([]);
    expect(service(project, "db")).toMatchObject({ build: { context: "db" }, image: { value: "db:9" }, user: { value: "70" } });
  });

  it("is laid under what the including file says", () => {
    const project = load({
      "compose.yaml": "include: [db.yaml]\nservices: {db: {image: mine, ports: !reset null}}\n",
      "db.yaml": "services: {db: {image: theirs, ports: ['1:1'], user: x}}",
    });
    expect(service(project, "db")).toMatchObject({ image: { value: "mine" }, user: { value: "x" }, ports: [] });
  });

  it("reports circles, what is missing, and what is outside or remote", () => {
    const circle = {
      "compose.yaml": "include: [b.yaml]\nservices: {a: {image: a}}",
      "b.yaml": "include: [compose.yaml]\nservices: {b: {image: b}}",
    };
    expect(said(load(circle))).toEqual(["circular b.yaml: compose.yaml includes b.yaml includes compose.yaml"]);
    expect(load(circle).services.map((one) => one.name)).toEqual(["b", "a"]);
    expect(said(load({ "compose.yaml": "include: [gone.yaml]\n" }))).toEqual([
      "missing compose.yaml: the included file gone.yaml is not there",
    ]);
    expect(said(load({ "compose.yaml": "include: [../up.yaml, 'oci://hub/x']\n" })).map((line) => line.split(" ")[0])).toEqual([
      "outside",
      "outside",
    ]);
  });

  it("ends when every file includes the next twice", () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`${i}.yaml`, `include: [${i + 1}.yaml, ./${i + 1}.yaml]\n`]),
    );
    expect(said(load(files, ["0.yaml"])).filter((line) => line.startsWith("too-deep"))).toHaveLength(1);
  });
});

describe("old and foreign files", () => {
  it("version 2 and 3 files are read as any other", () => {
    const project = load({ "compose.yaml": "version: '3.8'\nservices: {web: {image: a, mem_limit: 64m}}\n" });
    expect(said(project)).toEqual([]);
    expect(service(project).limits.memory?.value).toBe("64m");
  });

  it("version 1 files are read, and said to be so", () => {
    const project = load({ "compose.yaml": "web:\n  build: .\n  links: [db]\ndb:\n  image: postgres\n" });
    expect(said(project)).toMatchObject([expect.stringMatching(/^schema .*version 1/)]);
    expect(project.services.map((one) => one.name)).toEqual(["web", "db"]);
    expect(service(project).build?.context).toBe(".");
  });

  it("a workflow or manifest is no Compose file, said once", () => {
    const workflow = "name: compose\non: push\njobs:\n  build:\n    services: {db: {image: x}}\n";
    expect(said(load({ "compose.yaml": workflow }))).toEqual([
      "schema compose.yaml: this is no Compose file: it has no `services:`",
    ]);
    expect(looksLikeCompose("x.yml", workflow)).toBe(false);
    expect(looksLikeCompose("x.yml", "apiVersion: v1\nkind: Pod\n")).toBe(false);
    expect(looksLikeCompose("x.yml", "services:\n- name: a\n  image: b\n")).toBe(false);
    expect(looksLikeCompose("x.yml", "services: {a: {image: b}}")).toBe(true);
    expect(looksLikeCompose("x.yml", "web: {image: b}\n")).toBe(true);
    expect(looksLikeCompose("x.yml", "include: [a.yml]\n")).toBe(true);
    expect(looksLikeCompose("x.yml", "just text")).toBe(false);
  });

  it("an empty file, a list and a conflict are one problem each", () => {
    expect(said(load({ "compose.yaml": "# nothing\n" }))).toEqual(["schema compose.yaml: this Compose file is empty"]);
    expect(said(load({ "compose.yaml": "- a\n" }))).toHaveLength(1);
    expect(said(load({ "compose.yaml": "services:\n<<<<<<< HEAD\n  a: {}\n=======\n  b: {}\n>>>>>>> x\n" }))).toEqual([
      "merge-conflict compose.yaml: conflict markers of a merge are left in this file",
    ]);
  });
});

describe("constructs met in the wild", () => {
  it("hardening on an anchor under x-, merged by key", () => {
    const text = [
      "x-safe: &safe",
      "  cap_drop: [ALL]",
      "  security_opt: [no-new-privileges:true, seccomp:unconfined]",
      "  read_only: false",
      "services:",
      "  web:",
      "    <<: *safe",
      "    image: a",
      "    ports:",
      "      - 2222:22 # ssh",
      "",
    ].join("\n");
    const web = service(load({ "compose.yaml": text }));
    expect(web.readOnly?.value).toBe(false);
    expect(text.slice(...(web.readOnly?.place.range ?? [0, 0]))).toBe("false");
    expect(web.securityOpt.map((option) => option.value)).toContain("seccomp:unconfined");
    expect(web.ports).toMatchObject([{ published: "2222", target: "22" }]);
  });

  it("children that slipped to their parent's level", () => {
    const text =
      "services:\n  web:\n    image: a\n    depends_on:\n    db:\n      condition: x\n    healthcheck:\n    test: [CMD, a]\n    retries: 3,\n";
    const project = load({ "compose.yaml": text });
    expect(said(project).map((line) => line.replace(/^.*?: /, ""))).toEqual([
      "`services.web.depends_on` takes a list or a mapping, not nothing",
      "unknown key `db` in `services.web`",
      "`services.web.healthcheck` takes a mapping, not nothing",
      "unknown key `test` in `services.web`",
      "unknown key `retries` in `services.web`",
    ]);
    expect(service(project).healthcheck).toBe(null);
  });

  it("a bind mount over a project without a build", () => {
    const web = service(load({ "compose.yaml": "services: {web: {image: node, volumes: ['./:/app']}}" }));
    expect(web.build).toBe(null);
    expect(web.mounts).toMatchObject([{ type: "bind", source: "./", target: "/app" }]);
  });
});

describe("hostile files", () => {
  const word = fc.constantFrom(
    "services",
    "web",
    "image",
    "build",
    "context",
    "extends",
    "file",
    "service",
    "include",
    "path",
    "environment",
    "ports",
    "volumes",
    "healthcheck",
    "test",
    "interval",
    "<<",
    "deploy",
    "depends_on",
    "secrets",
    "env_file",
    "__proto__",
    "constructor",
    "logging",
    "x-a",
    "version",
  );
  const value = fc.constantFrom(
    "a",
    "80:80",
    "${A:-",
    "${A:?b}",
    "$",
    "!reset null",
    "!override [a]",
    "{}",
    "[]",
    "~",
    "*x",
    "&x b",
    "compose.yaml",
    "../..",
    "[a, {b: c}]",
    "{service: web, file: compose.yaml}",
    "[[[a]]]",
    "1",
    "true",
    ":::",
    "C:\\x:C:\\y:ro",
    "'",
    "[CMD]",
    "10parsecs",
  );
  const line = fc
    .tuple(fc.integer({ min: 0, max: 4 }), fc.boolean(), word, value)
    .map(([depth, item, key, text]) => `${"  ".repeat(depth)}${item ? "- " : ""}${key}: ${text}\n`);

  it("nothing throws, and every problem lies in its file", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), fc.array(word, { maxLength: 4 }), (lines, opening) => {
        const text = opening.map((key, depth) => `${"  ".repeat(depth)}${key}:\n`).join("") + lines.join("");
        for (const { place } of load({ "compose.yaml": text, b: text }, ["compose.yaml", "b"]).problems) {
          expect(place.range[0] <= place.range[1] && place.range[1] <= text.length).toBe(true);
        }
      }),
      { numRuns: 700 },
    );
  });

  it("many services that extend a large one", () => {
    const large = Array.from({ length: 2000 }, (_, i) => `V${i}: x`).join(", ");
    const many = (rest: string): string => Array.from({ length: 400 }, (_, i) => `  s${i}: {extends: base${rest}}\n`).join("");
    for (const rest of ["", ", environment: {A: 1}", ", environment: [A=1]"]) {
      const project = load({ "compose.yaml": `services:\n  base: {image: a, environment: {${large}}}\n${many(rest)}` });
      expect(said(project).filter((one) => one.startsWith("too-deep")).length).toBeGreaterThan(0);
    }
  });

  it("services that extend each other in a long chain", () => {
    const chain = Array.from({ length: 400 }, (_, i) => `  s${i}: {extends: s${i + 1}}\n`).join("");
    const project = load({ "compose.yaml": `services:\n${chain}  s400: {image: a}\n` });
    expect(said(project).some((one) => one.startsWith("too-deep"))).toBe(true);
  });
});
