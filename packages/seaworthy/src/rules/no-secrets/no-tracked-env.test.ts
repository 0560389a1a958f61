import { testRule } from "../../testing/test-rule.js";
import rule from "./no-tracked-env.js";

const KEY = `-----BEGIN ${"PRIVATE"} KEY-----\n${["MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwgg", "SjAgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R"].join("")}\n-----END ${"PRIVATE"} KEY-----`;
const files = (more: Record<string, string>) => ({ Dockerfile: "FROM alpine:3.22\n", ...more });

testRule(rule, {
  source: {
    yes: [
      files({}),
      files({ ".env.example": "DB_PASSWORD=tr0ub4dor\n" }),
      files({ ".env": "PORT=3000\nDB_PASSWORD=\nAPI_KEY=<your-key>\nURL=postgres://u:${DB_PASSWORD}@db/x\n" }),
      {
        title: "what everyone uses while developing",
        files: files({ ".env": "POSTGRES_PASSWORD=changeit\nPGPASSWORD=postgres\nX_PASSWORD=x_password\n" }),
      },
      files({ ".env.test": "DB_PASSWORD=tr0ub4dor\n", "tests/fixtures/key.pem": KEY }),
      files({ ".npmrc": "//registry.example.com/:_authToken=${NPM_TOKEN}\n" }),
      files({ "certs/ca.pem": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" }),
    ],
    no: [
      files({ ".env": "PORT=3000\nDB_PASSWORD=«tr0ub4dor»\n" }),
      files({ ".env.production": 'export JWT_SECRET=«"k3jR8vQ2mN7x"»\n' }),
      files({ "api/.env": "DATABASE_URL=«postgres://app:tr0ub4dor@db.example.com/app»\n" }),
      files({ "deploy/id_rsa": `«${KEY}»\n` }),
      files({ "k8s/secret.yaml": "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  password: «tr0ub4dor»\n" }),
      files({ "certs/server.key": `«${KEY}»\n` }),
    ],
  },
});
