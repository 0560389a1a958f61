import { testRule } from "../../testing/test-rule.js";
import rule from "./deployed-secrets.js";

const compose = (more: string, files: Record<string, string> = {}) => ({
  Dockerfile: "FROM alpine:3.22\n",
  "compose.yaml": `services:\n  api:\n    build: .\n    image: acme/api:1\n${more}`,
  ...files,
});
const pod = (env: string) => ({
  Dockerfile: "FROM alpine:3.22\n",
  "compose.yaml": "services:\n  api:\n    build: .\n    image: acme/api:1\n",
  "deploy.yaml": `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          image: acme/api:1\n          env:\n${env}`,
});

testRule(rule, {
  source: {
    yes: [
      compose("    restart: always\n"),
      compose("    environment:\n      DB_PASSWORD_FILE: /run/secrets/db\n"),
      compose("    environment:\n      DB_PASSWORD: ${DB_PASSWORD}\n      API_KEY: ${API_KEY:?}\n      TOKEN:\n"),
      compose("    environment:\n      - DB_PASSWORD\n      - DATABASE_URL=postgres://app:${DB_PASSWORD}@db/app\n"),
      {
        title: "a default is another rule's",
        files: compose("    environment:\n      DB_PASSWORD: ${DB_PASSWORD:-tr0ub4dor}\n"),
      },
      compose("    environment:\n      AWS_SECRET_ACCESS_KEY: dummy\n      APP_SECRET: replace-me-with-a-random-string\n"),
      compose("    environment:\n      MYSQL_ALLOW_EMPTY_PASSWORD: 'yes'\n      GF_AUTH_BASIC_ENABLED: 'true'\n"),
      compose("    command: redis-server --requirepass ${REDIS_PASSWORD}\n"),
      compose("    command: redis-server --requirepass ${REDIS_PASSWORD:-tr0ub4dor}\n"),
      compose("    command: [app, --password-file, /run/secrets/db, --token, $TOKEN]\n"),
      { title: "an env file that is not in the repository", files: compose("    env_file: .env\n") },
      compose("    env_file: .env\n", { ".env": "PORT=3000\nDB_PASSWORD=\n" }),
      pod(
        "            - name: DB_PASSWORD\n              valueFrom:\n                secretKeyRef: { name: db, key: password }\n",
      ),
    ],
    no: [
      compose("    environment:\n      DB_PASSWORD: «postgres»\n"),
      compose("    environment:\n      - «MYSQL_PASSWORD=p@ssw0rd»\n"),
      compose('    environment:\n      SECRET_KEY: «"super_secret_devops_key"»\n'),
      compose("    environment:\n      DATABASE_URL: «postgres://app:tr0ub4dor@db/app»\n"),
      compose("    command: «redis-server --requirepass tr0ub4dor»\n"),
      compose('    command: «["redis-server", "--requirepass", "tr0ub4dor"]»\n'),
      compose("    env_file: «.env»\n", { ".env": "DB_PASSWORD=tr0ub4dor\n" }),
      pod("            «- name: DB_PASSWORD\n              value: tr0ub4dor»\n".replace("«- ", "- «")),
      {
        title: "an image that is not built here",
        files: {
          "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n    environment:\n      POSTGRES_PASSWORD: «tr0ub4dor»\n",
        },
      },
    ],
    unknown: [
      {
        Dockerfile: "FROM alpine:3.22\n",
        "chart/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n",
        "chart/templates/deployment.yaml": "kind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n",
      },
    ],
    "n/a": ["FROM alpine:3.22\n"],
  },
  fix: [
    {
      title: "an image that reads a file; git does not track it",
      before: {
        "compose.yaml":
          "services:\n  db:\n    image: postgres:17.2\n    environment:\n      POSTGRES_USER: a\n      POSTGRES_PASSWORD: tr0ub4dor # ours\n",
        ".gitignore": "node_modules",
      },
      after: {
        "compose.yaml":
          "services:\n  db:\n    image: postgres:17.2\n    environment:\n      POSTGRES_USER: a\n      POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password # ours\n    secrets:\n      - postgres_password\nsecrets:\n  postgres_password:\n    file: ./secrets/postgres_password\n",
        ".gitignore": "node_modules\n/secrets/",
      },
      safety: "review",
    },
    {
      title: "any other takes a variable that Compose demands",
      before: {
        Dockerfile: "FROM alpine:3.22\n",
        "compose.yaml":
          "services:\n  api:\n    build: .\n    environment:\n      - API_SECRET=tr0ub4dor\n      - DATABASE_URL=postgres://a:tr0ub4dor@db:5432/a\n    command: serve --token tr0ub4dor1\n",
      },
      after: {
        "compose.yaml":
          'services:\n  api:\n    build: .\n    environment:\n      - "API_SECRET=${API_SECRET:?set API_SECRET}"\n      - "DATABASE_URL=postgres://a:${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}@db:5432/a"\n    command: serve --token ${API_PASSWORD:?set API_PASSWORD}\n',
      },
    },
    {
      title: "the settings of a file in the repository, by name",
      before: {
        Dockerfile: "FROM alpine:3.22\n",
        "prod.env": "PORT=80\nAPI_SECRET=tr0ub4dor9x\nSTORE=http://localhost:9000/\n",
        "compose.yaml":
          "services:\n  api:\n    build: .\n    env_file: prod.env\n  s3:\n    image: acme/s3:1.2\n    ports: ['9000:80']\n",
      },
      after: {
        "compose.yaml":
          'services:\n  api:\n    build: .\n    environment:\n      PORT: "80"\n      API_SECRET: "${API_SECRET:?set API_SECRET}"\n      STORE: http://s3:80/\n  s3:\n    image: acme/s3:1.2\n    ports: [\'9000:80\']\n',
      },
    },
    {
      title: "a manifest",
      before: {
        "k8s.yaml":
          "apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec:\n  containers:\n    - name: api\n      image: acme/api:1.2\n      env:\n        - name: API_SECRET\n          value: tr0ub4dor # ours\n",
      },
      after: {
        "k8s.yaml":
          "apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec:\n  containers:\n    - name: api\n      image: acme/api:1.2\n      env:\n        - name: API_SECRET\n          valueFrom:\n            secretKeyRef:\n              name: api\n              key: API_SECRET # ours\n",
      },
    },
  ],
});
