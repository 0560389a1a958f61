import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MemoryOptions, readProjectFrom } from "../../io/memory.js";
import type { Project } from "./project.js";
import type { Service } from "./service.js";

const NODE = 'FROM node:22-slim\nWORKDIR /app\nCOPY package.json ./\nCOPY . .\nCMD ["node", "index.js"]\n';

function read(files: Record<string, string>, options?: MemoryOptions): Project {
  return readProjectFrom(files, options);
}

function names(project: Project): readonly string[] {
  return project.services.map((service) => service.name);
}

function service(project: Project, name: string): Service {
  const found = project.services.find((one) => one.name === name);
  if (!found) throw new Error(`no service ${name} among ${names(project).join(", ")}`);
  return found;
}

function because(project: Project, file: string): string | undefined {
  return project.notJudged.find((one) => one.file === file)?.because;
}

describe("the production Compose set", () => {
  const base = "services:\n  web:\n    build: .\n";

  it("is the production file with its base", () => {
    const project = read({
      Dockerfile: NODE,
      "compose.yaml": base,
      "compose.prod.yaml": "services:\n  web:\n    read_only: true\n",
      "compose.override.yaml": "services:\n  web:\n    privileged: true\n",
      "compose.dev.yaml": "services:\n  web:\n    privileged: true\n",
    });
    expect(project.facts.composeFiles).toEqual(["compose.yaml", "compose.prod.yaml"]);
    expect(service(project, "web").deployments[0]?.readOnlyRoot?.value).toBe(true);
    expect(service(project, "web").deployments[0]?.privileged).toBeNull();
    expect(because(project, "compose.override.yaml")).toMatch(/override/);
    expect(because(project, "compose.dev.yaml")).toMatch(/development/);
  });

  it.each(["docker-compose.prod.yml", "docker-compose.production.yaml", "compose.production.yml", "docker-compose-prod.yml"])(
    "knows %s",
    (file) => {
      const project = read({ Dockerfile: NODE, "docker-compose.yml": base, [file]: 'services:\n  web:\n    user: "1000"\n' });
      expect(project.facts.composeFiles).toEqual(["docker-compose.yml", file]);
    },
  );

  it("names the services whose image nobody can tell", () => {
    const project = read({
      "compose.yaml": "services:\n  a:\n    image: ${X}\n  b:\n    read_only: true\n  c:\n    image: redis:8.4\n",
    });
    expect(names(project)).toEqual(["c"]);
    expect(project.notJudged.map((one) => one.because)).toEqual([
      "its service a runs an image that a variable without a known value names",
      "its service b has neither an image nor a build",
    ]);
  });

  const whole = "services:\n  web:\n    build: .\n    read_only: true\n";
  const dev = "services:\n  web:\n    build: .\n    privileged: true\n  mail:\n    image: mail:1\n";

  it.each<[string, Record<string, string>]>([
    [
      "in its own comments",
      {
        "compose.prod.yaml": `# docker compose -f compose.prod.yaml up -d\n# docker compose -f compose.prod.yaml logs -f web\n${whole}`,
      },
    ],
    [
      "in a Makefile",
      { "compose.prod.yaml": whole, Makefile: "PROD := docker compose -f ./compose.prod.yaml --env-file .env.prod\n" },
    ],
    [
      "in the manual",
      { "compose.prod.yaml": whole, "README.md": "    docker-compose --file=compose.prod.yaml \\\n      up -d\n" },
    ],
  ])("is the production file alone where the project says so %s", (_title, files) => {
    const project = read({ Dockerfile: NODE, "compose.yaml": dev, ...files });
    expect(project.facts.composeFiles).toEqual(["compose.prod.yaml"]);
    expect(names(project)).toEqual(["web"]);
    expect(because(project, "compose.yaml")).toMatch(/production set/);
  });

  it.each<[string, Record<string, string>]>([
    ["nothing says otherwise", { "compose.prod.yaml": whole }],
    [
      "they are named together",
      { "compose.prod.yaml": whole, "up.sh": "docker compose -f compose.yaml -f compose.prod.yaml up\n" },
    ],
    [
      "one of two lines names both",
      {
        "compose.prod.yaml": `# docker compose -f compose.prod.yaml build\n${whole}`,
        "README.md": "docker compose -f compose.yaml -f compose.prod.yaml up\n",
      },
    ],
    [
      "it is not whole",
      { "compose.prod.yaml": "# docker compose -f compose.prod.yaml up\nservices:\n  web:\n    read_only: true\n" },
    ],
  ])("is the production file with its base where %s", (_title, files) => {
    expect(read({ Dockerfile: NODE, "compose.yaml": dev, ...files }).facts.composeFiles).toEqual([
      "compose.yaml",
      "compose.prod.yaml",
    ]);
  });

  it("is not what a pipeline lays over it, and is that where there is nothing else", () => {
    const over = "services:\n  web:\n    environment: { CHECK: '1' }\n  ca: { image: ca:1 }\n";
    const project = read({
      Dockerfile: NODE,
      "compose.yaml": whole,
      "ci/basic/compose.yaml": over,
      ".ci/compose.e2e.yaml": over,
    });
    expect(because(project, ".ci/compose.e2e.yaml")).toMatch(/tests/);
    expect(names(project)).toEqual(["web"]);
    expect(because(project, "ci/basic/compose.yaml")).toMatch(/tests/);
    expect(read({ Dockerfile: NODE, "ci/compose.yaml": "services:\n  web:\n    build: ..\n" }).facts.composeFiles).toEqual([
      "ci/compose.yaml",
    ]);
  });

  it("is what the person names, before anything else", () => {
    const project = read(
      { Dockerfile: NODE, "compose.yaml": base, "compose.prod.yaml": base, "deploy.yaml": "services:\n  only:\n    build: .\n" },
      { composeFiles: ["deploy.yaml"] },
    );
    expect(names(project)).toEqual(["only"]);
    expect(because(project, "compose.yaml")).toMatch(/named/);
  });

  it("is the base alone where there is no production file", () => {
    expect(read({ Dockerfile: NODE, "docker-compose.yml": base }).facts.composeFiles).toEqual(["docker-compose.yml"]);
    expect(read({ Dockerfile: NODE, "docker-compose.dev.yml": base }).facts.composeFiles).toEqual([]);
  });

  it("is one for each folder, and an included file is no set of its own", () => {
    const project = read({
      "compose.yaml": "include:\n  - shop/compose.yaml\n",
      "shop/compose.yaml": base,
      "shop/Dockerfile": NODE,
      "blog/compose.yaml": "services:\n  blog:\n    build: .\n",
      "blog/Dockerfile": NODE,
    });
    expect(names(project)).toEqual(["web", "blog"]);
    expect(service(project, "web").deployments).toHaveLength(1);
  });

  it("leaves out services with profiles that no production uses", () => {
    const project = read({
      Dockerfile: NODE,
      "compose.yaml":
        "services:\n  web:\n    build: .\n  adminer:\n    image: adminer:4\n    profiles: [dev, debug]\n  extra:\n    image: acme/extra:1\n    profiles: [prod]\n",
    });
    expect(names(project)).toEqual(["web", "extra"]);
    expect(because(project, "compose.yaml")).toMatch(/adminer.*profile dev, debug/);
  });

  it("does not read an .env that git does not track", () => {
    const files = { "compose.yaml": "services:\n  db:\n    image: postgres:${TAG:-15}\n", ".env": "TAG=17\n" };
    expect(read(files).services[0]?.image?.tag).toBe("17");
    expect(read(files, { ignored: [".env"] }).services[0]?.image?.tag).toBe("15");
  });
});

describe("which Dockerfiles are judged", () => {
  it.each([
    "Dockerfile",
    "Dockerfile.api",
    "api.Dockerfile",
    "api.dockerfile",
    "Containerfile",
    "dockerfile",
    "Dockerfile_19c",
    "a/b/Dockerfile",
  ])("judges %s", (path) => expect(read({ [path]: NODE }).services).toHaveLength(1));

  it.each([
    "Dockerfile.md",
    "dockerfile.go",
    "Dockerfile.dockerignore",
    "src/dockerfile.ts",
    "Dockerfile.snap",
    "dockerfiles/notes.txt",
  ])("does not take %s for one", (path) => {
    const project = read({ [path]: NODE });
    expect(project.services).toHaveLength(0);
    expect(project.notJudged).toHaveLength(0);
  });

  it.each([
    [".devcontainer/Dockerfile", /development container/],
    [".cursor/Dockerfile", /development container/],
    [".examples/cron/Dockerfile", /example/],
    ["Dockerfile.coverage", /tests/],
    ["test/Dockerfile", /tests/],
    ["packages/benchmarks/Dockerfile", /measurements/],
    ["Dockerfile.integration", /tests/],
    ["pkg/testdata/Dockerfile", /tests/],
    ["src/__fixtures__/Dockerfile", /fixture/],
    ["src/__snapshots__/TestFix.snap.Dockerfile", /fixture/],
    ["examples/shop/Dockerfile", /example/],
    ["vendor/x/Dockerfile", /vendored/],
    ["Dockerfile.dev", /development/],
    ["dev.Dockerfile", /development/],
    ["Dockerfile.test", /tests/],
    ["compose/local/Dockerfile", /development/],
    ["Dockerfile.j2", /template/],
    ["{{cookiecutter.slug}}/Dockerfile", /template/],
  ])("lists %s with its reason, and judges it when all are wanted", (path, reason) => {
    const project = read({ [path]: NODE });
    expect(project.services).toHaveLength(0);
    expect(because(project, path)).toMatch(reason);
    expect(read({ [path]: NODE }, { all: true }).services).toHaveLength(1);
  });

  it("does not judge what git ignores or what a template engine fills in", () => {
    const project = read(
      {
        "out/Dockerfile": NODE,
        Dockerfile: "FROM {{ base }}\n",
        "go/Dockerfile": "FROM alpine\nRUN docker ps --format '{{.Names}}'\n",
      },
      { ignored: ["out/Dockerfile"] },
    );
    expect(because(project, "out/Dockerfile")).toMatch(/ignored by git/);
    expect(because(project, "Dockerfile")).toMatch(/template/);
    expect(project.services.map((one) => one.dockerfile?.path)).toEqual(["go/Dockerfile"]);
  });

  it("judges one that the production set names, wherever it lies", () => {
    const project = read({
      "examples/Dockerfile.dev": NODE,
      "compose.yaml": "services:\n  web:\n    build:\n      context: examples\n      dockerfile: Dockerfile.dev\n",
    });
    expect(names(project)).toEqual(["web"]);
    expect(because(project, "examples/Dockerfile.dev")).toBeUndefined();
  });

  it("counts only the part of the path below what the person named", () => {
    const files = { "examples/shop/Dockerfile": NODE, "examples/shop/test/Dockerfile": NODE, "examples/blog/Dockerfile": NODE };
    const project = read(files, { named: ["examples/shop"] });
    expect(project.services.map((one) => one.dockerfile?.path)).toEqual(["examples/shop/Dockerfile"]);
    expect(because(project, "examples/shop/test/Dockerfile")).toMatch(/tests/);
    expect(read({ "Dockerfile.dev": NODE }, { named: ["Dockerfile.dev"] }).services).toHaveLength(1);
  });

  it("tells the problems of what was named alone", () => {
    const faulty = `${NODE}EXPOSE\n`;
    const files = { "a/Dockerfile": faulty, "b/Dockerfile": faulty, "c/Dockerfile": faulty };
    const told = (options: MemoryOptions) => read(files, options).problems.map(({ place }) => place.file);
    expect(told({})).toEqual(["a/Dockerfile", "b/Dockerfile", "c/Dockerfile"]);
    expect(told({ named: ["a", "b/Dockerfile"] })).toEqual(["a/Dockerfile", "b/Dockerfile"]);
    expect(told({ services: ["c"] })).toEqual(["c/Dockerfile"]);
  });

  it("judges a linked one once", () => {
    const project = read(
      { "docker/Dockerfile.debian": NODE, "package.json": "{}" },
      { links: { Dockerfile: "docker/Dockerfile.debian" } },
    );
    expect(project.services).toHaveLength(1);
    expect(because(project, "Dockerfile")).toMatch(/link to docker\/Dockerfile\.debian/);
  });

  it("leaves out what the config excludes", () => {
    const project = read({ "a/Dockerfile": NODE, "b/Dockerfile": NODE }, { exclude: ["b"] });
    expect(names(project)).toEqual(["a"]);
    expect(because(project, "b/Dockerfile")).toMatch(/config/);
  });
});

describe("services", () => {
  it("makes one of web and worker from the same build", () => {
    const project = read({
      Dockerfile: NODE,
      "compose.yaml":
        "services:\n  web:\n    build: .\n    ports: ['80:80']\n  worker:\n    build:\n      context: .\n    command: node worker.js\n",
    });
    expect(names(project)).toEqual(["web"]);
    expect(service(project, "web").deployments.map((deployment) => deployment.name)).toEqual(["web", "worker"]);
  });

  it("tells builds apart by target and by declared arguments, and ignores undeclared ones", () => {
    const dockerfile = "FROM node:22 AS a\nARG MODE\nFROM a AS b\n";
    const project = read({
      Dockerfile: dockerfile,
      "compose.yaml": `services:
  last: { build: . }
  same: { build: { context: ., target: B } }
  other: { build: { context: ., target: a } }
  arg: { build: { context: ., args: { MODE: x } } }
  noise: { build: { context: ., args: { NOTHING: x } } }
`,
    });
    expect(names(project)).toEqual(["last", "other", "arg"]);
    expect(project.services.map((one) => one.id.replace(/~.*/, ""))).toEqual(["Dockerfile", "Dockerfile#a", "Dockerfile?MODE"]);
    expect(service(project, "last").deployments.map((deployment) => deployment.name)).toEqual(["last", "same", "noise"]);
    expect(service(project, "other").stage?.name).toBe("a");
  });

  it("never puts the value of an argument into an id", () => {
    const project = read({
      Dockerfile: "FROM a\nARG TOKEN\n",
      "compose.yaml": "services:\n  x: { build: { context: ., args: { TOKEN: hunter2 } } }\n",
    });
    expect(project.services[0]?.id).not.toContain("hunter2");
  });

  it("gives an image-only deployment to the build that makes the image", () => {
    const project = read({
      Dockerfile: NODE,
      "compose.yaml":
        "services:\n  web:\n    build: .\n    image: acme/shop:1\n  worker:\n    image: acme/shop:1\n  db:\n    image: postgres:17\n  cache:\n    image: postgres:17\n",
    });
    expect(names(project)).toEqual(["web", "db"]);
    expect(service(project, "web").deployments).toHaveLength(2);
    expect(service(project, "db")).toMatchObject({ foreign: true, dockerfile: null, stage: null, id: "image:postgres:17" });
    expect(service(project, "db").deployments).toHaveLength(2);
  });

  it("reads a Dockerfile inside the Compose file", () => {
    const project = read({
      "compose.yaml":
        "services:\n  web:\n    build:\n      context: .\n      dockerfile_inline: |\n        FROM alpine:3.20\n        USER 1000\n",
    });
    expect(service(project, "web").stage?.facts.user.value).toBe("1000");
  });

  it("says when a named Dockerfile is missing and judges the rest", () => {
    const project = read({ "compose.yaml": "services:\n  web:\n    build: ./gone\n  db:\n    image: redis:7\n" });
    expect(names(project)).toEqual(["db"]);
    expect(project.problems).toMatchObject([{ kind: "missing", place: { file: "compose.yaml" } }]);
  });

  it("does not judge a build from elsewhere", () => {
    const project = read({ "compose.yaml": "services:\n  web:\n    build: https://example.com/x.git\n" });
    expect(project.services).toHaveLength(0);
    expect(because(project, "compose.yaml")).toMatch(/not in this project/);
  });

  it("names services by Compose, else folder, else suffix, each once", () => {
    const project = read(
      { "services/api/Dockerfile": NODE, "docker/Dockerfile.worker": NODE, "legacy/api/Dockerfile": NODE, Dockerfile: NODE },
      { folder: "shop" },
    );
    expect(new Set(names(project))).toEqual(new Set(["shop", "worker", "api", "services/api"]));
  });

  it("takes only the services that were asked for", () => {
    const files = { "a/Dockerfile": NODE, "b/Dockerfile": NODE };
    const project = read(files, { services: ["b", "c"] });
    expect(names(project)).toEqual(["b"]);
    expect(project.problems).toMatchObject([{ kind: "config", message: expect.stringContaining("c") }]);
  });
});

describe("one-shot deployments", () => {
  it("are seen by who waits for them and by what they run", () => {
    const project = read({
      Dockerfile: NODE,
      "compose.yaml": `services:
  web: { build: ., depends_on: { setup: { condition: service_completed_successfully } }, ports: ["80:80"], command: "sh -c 'prisma migrate deploy && node index.js'" }
  setup: { build: ., command: node setup.js }
  migrate: { build: ., command: ["npx", "prisma", "migrate", "deploy"] }
  prepare: { build: ., profiles: [app], command: "sh -c 'pnpm exec prisma migrate deploy'" }
  worker: { build: ., restart: unless-stopped, command: node migrate-forever.js }
`,
    });
    const shots = Object.fromEntries(project.services[0]?.deployments.map((one) => [one.name, one.oneShot]) ?? []);
    expect(shots).toEqual({ web: false, setup: true, migrate: true, prepare: true, worker: false });
  });
});

describe("Kubernetes", () => {
  const deployment = (name: string, image: string, kind = "Deployment"): string =>
    `apiVersion: apps/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n        - name: main\n          image: ${image}\n`;

  it("matches by the last part of the image's name", () => {
    const project = read({
      "src/emailservice/Dockerfile": NODE,
      "src/cartservice/Dockerfile": NODE,
      "k8s/email.yaml": deployment("email", "gcr.io/shop/emailservice:v1"),
      "k8s/redis.yaml": deployment("redis", "redis:7"),
    });
    expect(service(project, "emailservice").deployments.map((one) => one.kind)).toEqual(["kubernetes"]);
    expect(service(project, "cartservice").deployments).toHaveLength(0);
    expect(service(project, "redis").foreign).toBe(true);
  });

  it("does not match a well-known image to a folder of its name, nor an ambiguous one to anything", () => {
    const project = read({
      "redis/Dockerfile": NODE,
      "a/api/Dockerfile": NODE,
      "b/api/Dockerfile": NODE,
      "k8s/all.yaml": [deployment("cache", "redis:7"), deployment("api", "acme/api:1")].join("---\n"),
    });
    expect(service(project, "redis").deployments).toHaveLength(0);
    expect(service(project, "cache").foreign).toBe(true);
    expect(because(project, "k8s/all.yaml")).toMatch(/2 Dockerfiles/);
  });

  it("takes the only unknown image for the only build", () => {
    const project = read({
      Dockerfile: NODE,
      "k8s/app.yaml": [deployment("web", "registry.example.com/acme/shop:1"), deployment("db", "postgres:17")].join("---\n"),
    });
    expect(project.services.map((one) => [one.foreign, one.deployments.length])).toEqual([
      [false, 1],
      [true, 1],
    ]);
  });

  it("makes no service of a foreign Job", () => {
    const job = deployment("backup", "acme/backup:1", "Job").replace("apps/v1", "batch/v1");
    expect(read({ "k8s/job.yaml": job }).services).toHaveLength(0);
  });

  it("says what deploys in a way that is not read", () => {
    const project = read({ Dockerfile: NODE, "chart/Chart.yaml": "apiVersion: v2\nname: x\n", "fly.toml": "app = 'x'\n" });
    expect(project.facts.opaqueDeployments.map((one) => one.tool)).toEqual(["Helm", "Fly.io"]);
  });
});

describe("pipelines above the root", () => {
  it("were seen and not read, unless the project has its own", () => {
    const outerCi = ["../.github/workflows"];
    const workflow = "on: push\njobs: { a: { runs-on: x, steps: [{ run: make }] } }\n";
    expect(read({ Dockerfile: NODE }, { outerCi }).facts.ci.unread).toEqual(outerCi);
    expect(read({ Dockerfile: NODE, ".github/workflows/a.yml": workflow }, { outerCi }).facts.ci.unread).toEqual([]);
  });
});

describe("any input", () => {
  it("is read without throwing", () => {
    const piece = fc.constantFrom(
      "FROM a AS b\n",
      "COPY . .\n",
      "COPY --from=0 $X /y\n",
      "services:\n",
      "  web:\n",
      "    build: .\n",
      "    image: ${A:-b}\n",
      "kind: Pod\n",
      "apiVersion: v1\n",
      "!\n",
      "[\n",
      "**/a\n",
      "\u0000",
      "\uFEFF",
      "docker build -f x .\n",
      "- &a [*a]\n",
      "{{ x }}\n",
      'ENTRYPOINT ["./x.sh"]\n',
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
      fc.string({ unit: "binary" }),
    );
    const path = fc.constantFrom(
      "Dockerfile",
      "a/Dockerfile",
      "compose.yaml",
      "compose.prod.yml",
      ".dockerignore",
      "a/.dockerignore",
      "k8s/a.yaml",
      "x.sh",
      "package.json",
      "docker-bake.hcl",
      ".github/workflows/a.yml",
      "__proto__",
    );
    fc.assert(
      fc.property(fc.dictionary(path, text), (files) => {
        const project = read(files);
        for (const problem of project.problems) expect(problem.place.file).not.toBe("");
      }),
      { numRuns: 300 },
    );
  });
});

it("looks for the program where the entry script hands over to, not where a copied helper has its manifest", () => {
  const project = read({
    "docker/Dockerfile":
      'FROM node:22 AS web\nWORKDIR /web\nCOPY frontend .\nRUN yarn install && yarn build\nFROM python:3.13-slim\nCOPY service /app/service\nCOPY --from=web /web/dist /static\nCOPY docker/entry.sh /app/run.sh\nENTRYPOINT ["/app/run.sh"]\n',
    "docker/entry.sh": "#!/bin/sh\nexec python /app/service/main.py\n",
    "docker/compose.yaml": "services:\n  web:\n    build:\n      context: ..\n      dockerfile: docker/Dockerfile\n",
    "pyproject.toml": '[project]\ndependencies = ["uvicorn"]\n',
    "service/main.py": "import uvicorn\nuvicorn.run(app)\n",
    "frontend/package.json": "{}",
    "frontend/index.js": "",
  });
  expect(service(project, "web").app).toMatchObject({ root: ".", language: "python", entry: "service/main.py" });
});
