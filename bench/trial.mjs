// What a trial costs beside its floor, and what a quick one takes: `node bench/trial.mjs [RUNS]`, on the engine that Docker's client would take.
// The service is a good one of node alone, without dependencies; the floor is computed from the waits of the very trial (models/trial/floor.ts).
import { loadEngine } from "./engine.mjs";

const SERVER = `
const http = require("http"), fs = require("fs");
const say = (msg) => console.log(JSON.stringify({ time: new Date().toISOString(), level: "info", msg }));
let closing = false;
const server = http.createServer((question, answer) => {
  if (closing) answer.setHeader("Connection", "close");
  question.resume().on("end", () => { say("request " + question.url); answer.end("ok"); });
});
fs.writeFileSync("/tmp/started", "x");
server.listen(8080, () => say("listening"));
process.on("SIGTERM", () => {
  closing = true;
  server.close(() => process.exit(0));
  setInterval(() => server.closeIdleConnections(), 50).unref();
});`;
const CHECK = `require("http").get({ port: 8080, timeout: 1500 }, (answer) => process.exit(answer.statusCode === 200 ? 0 : 1)).on("error", () => process.exit(1))`;

const runs = Number(process.argv[2] ?? 3);
const { runTrial, findEngine, nodeImage, planned, planOf, DRILLS } = await loadEngine(`
  export { runTrial } from "./io/trial/run-trial.js"; export { findEngine } from "./io/engine/find-engine.js";
  export { DRILLS } from "./models/trial/drills.js"; export { nodeImage } from "../test/engine/node-image.js";
  export { planned, planOf } from "../test/engine/fixtures/plan-of.js";`);
const engine = await findEngine(["docker"], process.env);
if ("tried" in engine) throw new Error(`no engine answers: ${engine.tried.join("; ")}`);
const image = await nodeImage(engine);
if ("because" in image) throw new Error(image.because);
const healthcheck = { test: ["CMD", "node", "-e", CHECK], interval: null, timeout: null, retries: null, startPeriod: null };
const tmpfs = [{ path: "/tmp", options: "" }];
try {
  const app = planned({ image: image.name, command: ["-e", SERVER], healthcheck, tmpfs });
  for (const quick of [false, true]) {
    for (let run = 0; run < runs; run++) {
      const trial = await runTrial(planOf(DRILLS, app), { engine, env: process.env, tool: "bench", quick });
      const { wholeMs, floorMs } = trial.cost;
      const failed = Object.entries(trial.drills).filter(([, drilled]) => !drilled.ran && drilled.reason === "failed");
      const again = Object.entries(trial.drills).filter(([, drilled]) => drilled.ran && drilled.runs.length > 1);
      console.log(
        `${quick ? "quick" : "whole"}  ${wholeMs} ms  floor ${floorMs} ms  × ${(wholeMs / floorMs).toFixed(2)}`,
        failed.length > 0 ? `failed: ${failed.map(([name, { because }]) => `${name} (${because})`).join(", ")}` : "",
        again.length > 0 ? `twice: ${again.map(([name]) => name).join(", ")}` : "",
      );
    }
  }
} finally {
  await image.remove();
}
