import { defineConfig } from "vitest/config";

/** `npm run certify`: builds, scans and tries the examples. The first time takes many minutes: bases and packages are fetched. */
export default defineConfig({ test: { include: ["packages/*/test/engine/certify.ts"], pool: "threads" } });
