import { testRule } from "../../testing/test-rule.js";
import rule from "./build-secrets.js";

const compose = (args: string) => ({
  Dockerfile: "FROM alpine:3.22\nRUN true\n",
  "compose.yaml": `services:\n  api:\n    build:\n      context: .\n      args:\n${args}`,
});

const workflow = (steps: string) =>
  `name: ci\non: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v6\n${steps}`;

const HANDED = "FROM node:22-slim\nARG NPM_TOKEN\nRUN curl -H $NPM_TOKEN https://acme.dev\n";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
      "FROM node:22\nRUN --mount=type=secret,id=npm_token NPM_TOKEN=$(cat /run/secrets/npm_token) npm ci\n",
      "FROM node:22\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\n",
      "FROM node:22\nRUN --mount=type=ssh git clone git@github.com:acme/app.git\n",
      "FROM alpine:3.22\nARG password=''\nRUN true\n",
      "FROM node:22\nARG SECRET_KEY=dummy\nRUN SECRET_KEY=$SECRET_KEY npm run build\n",
      "FROM alpine:3.22\nARG GPG_KEY\nARG GOPRIVATE\nARG NEXT_PUBLIC_API_KEY\nRUN gpg --recv $GPG_KEY\n",
      "FROM alpine:3.22\nARG SECRET_FILE TOKEN_URL\nRUN cat $SECRET_FILE\n",
      {
        title: "a stage that goes nowhere",
        files: "FROM alpine:3.22 AS upload\nARG GITHUB_TOKEN\nRUN gh release upload\nFROM alpine:3.22\n",
      },
      "FROM alpine:3.22\nRUN --mount=type=secret,id=t cat /run/secrets/t > /root/.netrc && git fetch && rm /root/.netrc\n",
      compose("        VERSION: 1\n        SECRET_NAME: db\n"),
      "FROM alpine:3.22\nARG CACHE_KEY\nRUN echo $CACHE_KEY\n",
    ],
    no: [
      "FROM node:22-slim\nARG «NPM_TOKEN»\nRUN npm ci\n",
      'FROM node:22-slim\nARG «NPM_TOKEN»\nRUN echo "//npm.example.com/:_authToken=${NPM_TOKEN}" > .npmrc && npm ci && rm .npmrc\n',
      'FROM alpine:3.22\nARG «GH_TOKEN»=""\nRUN git clone https://$GH_TOKEN@github.com/acme/app.git\n',
      "FROM alpine:3.22\nARG «GH_PAT»\nRUN git clone https://x-access-token:${GH_PAT}@github.com/acme/app.git\n",
      {
        title: "in a builder",
        files: "FROM node:22 AS build\nARG «NPM_TOKEN»\nRUN npm ci\nFROM node:22-slim\nCOPY --from=build /app /app\n",
        because: "provenance",
      },
      "FROM alpine:3.22\nARG «DB_PASSWORD»\nENV DB_PASSWORD=$DB_PASSWORD\n",
      "FROM alpine:3.22\nARG «PIP_TOKEN»\nRUN <<EOF\npip install --index-url https://u:$PIP_TOKEN@pypi.example.com/simple app\nEOF\n",
      'FROM node:22\nRUN --mount=type=secret,id=npm echo "//r.example.com/:_authToken=$(cat /run/secrets/npm)" > «.npmrc» && npm ci\n',
      "FROM node:22\nRUN --mount=type=secret,id=npm T=$(cat /run/secrets/npm) && echo //r.example.com/:_authToken=$T > «/root/.npmrc» && npm ci\n",
      "FROM node:22\nRUN --mount=type=secret,id=env cp /run/secrets/env «/app/.env»\n",
      compose("        NPM_TOKEN: «tr0ub4dor»\n"),
      compose("        - «NPM_TOKEN»\n"),
    ],
    unknown: ["FROM alpine:3.22\nARG password=''\nENV APP_PASSWORD=$password\n"],
  },
  fix: [
    {
      before: {
        Dockerfile:
          'FROM node:22-slim\nARG NPM_TOKEN\nWORKDIR /app\nCOPY package.json .\nRUN echo "//npm.acme.dev/:_authToken=$NPM_TOKEN" > .npmrc\nRUN --network=default npm ci\nRUN curl -H "Authorization: Bearer ${NPM_TOKEN}" https://acme.dev\n',
        "compose.yaml":
          "services:\n  api:\n    build:\n      context: .\n      args:\n        NPM_TOKEN: 9f8e7d6c5b4a3f2e\n    image: acme/api:1\n",
        "package.json": "{}",
      },
      after: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY package.json .\nRUN echo \'//npm.acme.dev/:_authToken=${NPM_TOKEN}\' > .npmrc\nRUN --mount=type=secret,id=npm_token --mount=type=cache,target=/root/.npm --network=default NPM_TOKEN="$(cat /run/secrets/npm_token)" npm ci\nRUN --mount=type=secret,id=npm_token NPM_TOKEN="$(cat /run/secrets/npm_token)" && export NPM_TOKEN && curl -H "Authorization: Bearer ${NPM_TOKEN}" https://acme.dev\n',
        "compose.yaml":
          "services:\n  api:\n    build:\n      context: .\n      secrets:\n        - npm_token\n    image: acme/api:1\nsecrets:\n  npm_token:\n    environment: NPM_TOKEN\n",
      },
      safety: "review",
    },
    {
      title: "workflows that hand it over, by commands and by an action",
      before: {
        "api/Dockerfile": "FROM node:22-slim\nARG NPM_TOKEN\nRUN curl -H $NPM_TOKEN https://acme.dev\n",
        "api/package.json": "{}",
        "web/Dockerfile": "FROM node:22-slim\nARG OTHER\nRUN true\n",
        ".github/workflows/a.yml": workflow(
          '      - run: docker build -t a --build-arg NPM_TOKEN=${{ secrets.NPM_TOKEN }} api # the API\n      - run: |\n          docker build -t w --build-arg NPM_TOKEN=$TOKEN web\n          docker buildx build \\\n            --build-arg "NPM_TOKEN=$TOKEN" \\\n            -f api/Dockerfile api\n        env:\n          TOKEN: ${{ secrets.X }}\n',
        ),
        ".github/workflows/b.yml": workflow(
          "      - uses: docker/build-push-action@v6\n        with:\n          context: api\n          build-args: |\n            A=b\n            NPM_TOKEN=${{ secrets.NPM_TOKEN }}\n          push: true\n",
        ),
      },
      after: {
        "api/Dockerfile":
          'FROM node:22-slim\nRUN --mount=type=secret,id=npm_token NPM_TOKEN="$(cat /run/secrets/npm_token)" && export NPM_TOKEN && curl -H $NPM_TOKEN https://acme.dev\n',
        ".github/workflows/a.yml": workflow(
          '      - run: docker build -t a --secret id=npm_token,env=NPM_TOKEN api # the API\n        env:\n          NPM_TOKEN: "${{ secrets.NPM_TOKEN }}"\n      - run: |\n          docker build -t w --build-arg NPM_TOKEN=$TOKEN web\n          docker buildx build \\\n            --secret id=npm_token,env=TOKEN \\\n            -f api/Dockerfile api\n        env:\n          TOKEN: ${{ secrets.X }}\n',
        ),
        ".github/workflows/b.yml": workflow(
          '      - uses: docker/build-push-action@v6\n        with:\n          context: api\n          build-args: |\n            A=b\n          push: true\n          secrets: "npm_token=${{ secrets.NPM_TOKEN }}"\n',
        ),
      },
      safety: "review",
    },
    {
      title: "a workflow whose build is not known",
      before: {
        "api/Dockerfile": "FROM node:22-slim\nARG NPM_TOKEN\nRUN curl -H $NPM_TOKEN https://acme.dev\n",
        ".github/workflows/a.yml": workflow(
          "      - run: docker build --build-arg NPM_TOKEN=${{ secrets.NPM_TOKEN }} ${{ matrix.folder }}\n",
        ),
      },
      because: "not known what it builds",
    },
    {
      title: "another user, several commands",
      before:
        "FROM node:22-slim\nUSER 1000:1000\nARG NPM_TOKEN\nRUN npm config set //npm.acme.dev/:_authToken=$NPM_TOKEN && npm ci && npm config delete //npm.acme.dev/:_authToken\n",
      after:
        'FROM node:22-slim\nUSER 1000:1000\nRUN --mount=type=secret,id=npm_token,uid=1000 NPM_TOKEN="$(cat /run/secrets/npm_token)" && export NPM_TOKEN && npm config set //npm.acme.dev/:_authToken=$NPM_TOKEN && npm ci && npm config delete //npm.acme.dev/:_authToken\n',
      safety: "review",
    },
    {
      title: "a user by name, whose number is the image's to say, a heredoc, and a command in the background",
      before:
        "FROM acme/node:22\nARG API_TOKEN\nRUN <<E\ncurl -H $API_TOKEN https://acme.dev\nE\nRUN curl -H $API_TOKEN https://acme.dev & wait\nUSER node\nRUN curl -H $API_TOKEN https://acme.dev\n",
      after:
        "FROM acme/node:22\nRUN --mount=type=secret,id=api_token,env=API_TOKEN <<E\ncurl -H $API_TOKEN https://acme.dev\nE\nRUN --mount=type=secret,id=api_token,env=API_TOKEN curl -H $API_TOKEN https://acme.dev & wait\nUSER node\nRUN --mount=type=secret,id=api_token,env=API_TOKEN curl -H $API_TOKEN https://acme.dev\n",
      safety: "review",
    },
    {
      title: "an ENV that keeps it",
      before: "FROM node:22-slim\nARG NPM_TOKEN\nENV NPM_TOKEN=$NPM_TOKEN\nRUN npm ci\n",
      because: "ENV uses NPM_TOKEN",
    },
    ...[
      ["- run: docker build . -t app --build-arg NPM_TOKEN=$T", "- run: docker build . -t app --secret id=npm_token,env=T"],
      [
        "- run: docker build --build-arg NPM_TOKEN=$T . 2>&1 | tee log",
        "- run: docker build --secret id=npm_token,env=T . 2>&1 | tee log",
      ],
      [
        "- run: docker build --build-arg NPM_TOKEN=${{ secrets.A || secrets.B }} .",
        '- run: docker build --secret id=npm_token,env=NPM_TOKEN .\n        env:\n          NPM_TOKEN: "${{ secrets.A || secrets.B }}"',
      ],
      [
        '- uses: docker/build-push-action@v6\n        with: {context: ., build-args: "NPM_TOKEN=${{ secrets.T }}"}',
        '- uses: docker/build-push-action@v6\n        with: {context: ., secrets: "npm_token=${{ secrets.T }}"}',
      ],
    ].map(([given = "", mended = ""]) => ({
      title: `a workflow with ${given}`,
      before: { Dockerfile: HANDED, ".github/workflows/a.yml": workflow(`      ${given}\n`) },
      after: {
        Dockerfile:
          'FROM node:22-slim\nRUN --mount=type=secret,id=npm_token NPM_TOKEN="$(cat /run/secrets/npm_token)" && export NPM_TOKEN && curl -H $NPM_TOKEN https://acme.dev\n',
        ".github/workflows/a.yml": workflow(`      ${mended}\n`),
      },
    })),
    {
      title: "a step that works in another folder",
      before: {
        "api/Dockerfile": HANDED,
        ".github/workflows/a.yml": workflow(
          "      - run: docker build --build-arg NPM_TOKEN=$T .\n        working-directory: ./api\n",
        ),
      },
      after: {
        "api/Dockerfile":
          'FROM node:22-slim\nRUN --mount=type=secret,id=npm_token NPM_TOKEN="$(cat /run/secrets/npm_token)" && export NPM_TOKEN && curl -H $NPM_TOKEN https://acme.dev\n',
        ".github/workflows/a.yml": workflow(
          "      - run: docker build --secret id=npm_token,env=T .\n        working-directory: ./api\n",
        ),
      },
    },
    ...[
      ['      - run: "docker build --build-arg \\"NPM_TOKEN=$T\\" ."\n', "in a way that is not read"],
      ["      - run: podman build --build-arg NPM_TOKEN=$T .\n", "in a way that is not read"],
      ["      - run: cd api && docker build --build-arg NPM_TOKEN=$T .\n", "not known what it builds"],
      ["      - run: docker build --build-arg NPM_TOKEN=$T . ..\n", "not known what it builds"],
      [
        "      - uses: docker/bake-action@v6\n        with:\n          set: '*.args.NPM_TOKEN=x'\n",
        "an action that is not known",
      ],
      // Values that could be read in two ways at each of many places.
      [`      - run: docker build --build-arg NPM_TOKEN=${"${{a}}".repeat(40)}'" .\n`, "in a way that is not read"],
    ].map(([steps = "", because = ""]) => ({
      title: `a workflow that stays, and with it the Dockerfile: ${steps.slice(0, 70)}`,
      before: { Dockerfile: HANDED, ".github/workflows/a.yml": workflow(steps) },
      because,
    })),
    ...[
      [".gitlab-ci.yml", "build:\n  image: docker:27\n  script:\n    - docker build --build-arg NPM_TOKEN=$NPM_TOKEN .\n"],
      ["Makefile", "image:\n\tdocker build --build-arg NPM_TOKEN=$(T) .\n"],
    ].map(([file = "", text = ""]) => ({
      title: `${file} hands it over`,
      before: { Dockerfile: HANDED, [file]: text, ".github/workflows/a.yml": workflow("      - run: make image\n") },
      because: `${file} hands NPM_TOKEN to a build`,
    })),
  ],
});
