import { describe, expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import { buildHints } from "./build-hints.js";

function hint(path: string, text: string): readonly string[] {
  return buildHints([{ path, text }]).map(({ dockerfile, context, target, references, loose }) => {
    const images = [...references.map((one) => `${one.name}:${one.tag}`), ...loose.map((one) => one.name)];
    return `${dockerfile} ${context} ${target} ${images.join(",")}`.trim();
  });
}

describe("buildHints", () => {
  it.each<[string, readonly string[]]>([
    ["docker build .", ["Dockerfile . null"]],
    ["docker build -t acme/api:$SHA -f docker/api.Dockerfile .", ["docker/api.Dockerfile . null acme/api"]],
    [
      "docker buildx build --push --platform linux/amd64 --target=release --tag ghcr.io/acme/api ./api",
      ["api/Dockerfile api release ghcr.io/acme/api:null"],
    ],
    ['docker build \\\n    --file=x/Dockerfile \\\n  "$(pwd)"', ["x/Dockerfile . null"]],
    ["podman build --build-arg A=b ${PWD}/svc && podman push x", ["svc/Dockerfile svc null"]],
    ["docker build -f $FILE .", []],
    ["docker build $DIR", []],
    ["docker build https://example.com/a.git", []],
    ["docker build ../elsewhere", []],
    ["docker builder prune", []],
    ["docker build -t x - < Dockerfile", []],
  ])("reads %j", (text, expected) => {
    expect(hint("build.sh", text)).toEqual(expected);
  });

  it("reads the steps of a workflow, `with` above or below `uses`", () => {
    const text = `jobs:
  a:
    steps:
      - name: Build
        uses: docker/build-push-action@v6
        with:
          context: ./api # here
          file: "api/Dockerfile.prod"
          target: release
          tags: |
            ghcr.io/acme/api:latest
            ghcr.io/acme/api:\${{ github.sha }}
          push: true
      - with:
          context: "{{defaultContext}}:web"
        uses: docker/build-push-action@v6
      - uses: docker/build-push-action@v6
      - uses: docker/build-push-action@v6
        with:
          context: \${{ matrix.dir }}
`;
    expect(hint(".github/workflows/a.yml", text)).toEqual([
      "api/Dockerfile.prod api release ghcr.io/acme/api:latest,ghcr.io/acme/api",
      "web/Dockerfile web null",
      "Dockerfile . null",
    ]);
  });

  it("fills in what the pipeline's own env says", () => {
    const text = `env:
  REGISTRY: ghcr.io
  NAME: "acme/shop"
  TAG: \${{ github.sha }}
  TWICE: a
jobs:
  a:
    env:
      TWICE: b
    steps:
      - uses: docker/build-push-action@v6
        with:
          tags: \${{ env.REGISTRY }}/\${{ env.NAME }}:1,acme/\${{ env.TWICE }},acme/x:\${{ env.TAG }}
`;
    expect(hint(".github/workflows/a.yml", text)).toEqual(["Dockerfile . null ghcr.io/acme/shop:1,acme/x"]);
  });

  it("reads a bake file", () => {
    const text =
      'group "default" {\n  targets = ["a"]\n}\ntarget "a" {\n  context = "."\n  dockerfile = "docker/Dockerfile"\n  target = "prod"\n  tags = ["acme/a:1"]\n}\ntarget "b" {\n  inherits = ["a"]\n}\n';
    expect(hint("docker-bake.hcl", text)).toEqual(["docker/Dockerfile . prod acme/a:1"]);
  });
});

describe("a Dockerfile that no Compose file builds", () => {
  const dockerfile = "FROM node:22 AS prod\nCOPY . .\nFROM prod AS upload\nRUN true\n";

  it("is built as CI builds it", () => {
    const project = readProjectFrom({
      "api/Dockerfile": dockerfile,
      "api/package.json": "{}",
      "scripts/build.sh": "docker build -f api/Dockerfile --target prod -t acme/shop:1 .\n",
      "k8s/shop.yaml":
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: s }\nspec: { template: { spec: { containers: [{ name: c, image: 'acme/shop:2' }] } } }\n",
    });
    expect(project.services).toHaveLength(1);
    expect(project.services[0]).toMatchObject({
      id: "api/Dockerfile#prod@.",
      context: { root: ".", known: "written" },
      stage: { name: "prod" },
    });
    expect(project.services[0]?.deployments).toHaveLength(1);
  });

  it("ships the target that makes the image that production runs", () => {
    const project = readProjectFrom({
      Dockerfile: dockerfile,
      "alpine.Dockerfile": dockerfile,
      Makefile:
        "all:\n\tdocker build -t acme/shop:1 --target prod .\n\tdocker build -t acme/shop:1-plus .\n\tdocker build -f alpine.Dockerfile -t acme/shop:$V-alpine .\n",
      "compose.yaml": "services:\n  shop: { image: acme/shop:1 }\n",
    });
    expect(
      project.services.map((service) => [service.dockerfile?.path, service.stage?.name, service.deployments.length]),
    ).toEqual([
      ["Dockerfile", "prod", 1],
      ["alpine.Dockerfile", "upload", 0],
    ]);
  });

  it("ships the target that is named for it where several are built", () => {
    const project = readProjectFrom({
      Dockerfile: dockerfile,
      "package.json": '{ "scripts": { "a": "docker build --target prod .", "b": "docker build --target upload ." } }',
    });
    expect(project.services[0]?.stage?.name).toBe("prod");
  });

  it("ships its last stage where several targets are built", () => {
    const project = readProjectFrom({
      Dockerfile: dockerfile,
      Makefile: "a:\n\tdocker build --target first .\nb:\n\tdocker build --target upload .\n",
    });
    expect(project.services[0]?.stage?.name).toBe("upload");
  });

  it("ships what the targets are made of where none of them is the last stage", () => {
    const project = readProjectFrom({
      Dockerfile:
        'FROM alpine:3.22 AS release\nCMD ["/app"]\nFROM release AS nightly\nRUN touch /nightly\nFROM alpine:3.22 AS trial\nFROM alpine:3.22 AS upload\n',
      "package.json":
        '{ "scripts": { "a": "docker build -t acme/shop:nightly --target nightly .", "b": "docker build --target trial ." } }',
    });
    expect(project.services[0]?.stage?.name).toBe("release");
  });

  it("leaves the target to the production deployment", () => {
    const project = readProjectFrom({
      Dockerfile: dockerfile,
      Makefile: "a:\n\tdocker build --target prod .\n",
      "compose.yaml": "services:\n  x: { build: . }\n",
    });
    expect(project.services.map((service) => service.stage?.name)).toEqual(["upload"]);
  });

  it("gives a deployment to the build of its own name among those that share a repository", () => {
    const project = readProjectFrom(
      {
        Dockerfile: dockerfile,
        "base.Dockerfile": dockerfile,
        Makefile: "all:\n\tdocker build -t acme/shop:$V .\n\tdocker build -f base.Dockerfile -t acme/shop:base .\n",
        "compose.yaml": "services:\n  x: { image: acme/shop:2 }\n",
      },
      { folder: "shop" },
    );
    expect(project.services.map((service) => [service.dockerfile?.path, service.deployments.length])).toEqual([
      ["Dockerfile", 1],
      ["base.Dockerfile", 0],
    ]);
  });
});
