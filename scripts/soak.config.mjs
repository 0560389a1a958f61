import { defineConfig } from "vitest/config";

/** `npm run soak`: every pair of services ten times over; SOAK_ROUNDS, SOAK_AT_ONCE, SOAK_ONLY and SOAK_FILE change what is done. */
export default defineConfig({ test: { include: ["packages/*/test/engine/soak.ts"], pool: "threads" } });
