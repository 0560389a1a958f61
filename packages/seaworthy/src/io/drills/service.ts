import { secretName } from "../../knowledge/secrets.js";
import { type Mask, maskOf } from "../../models/trial/mask.js";
import type { TrialPlan } from "../../models/trial/plan.js";
import { type Answer, ask, type Dial, type RawRequest } from "../net/raw-http.js";
import type { Run } from "../trial/run.js";
import type { TrialContainer } from "../trial/trial-container.js";

/** What is asked again and again is given up after this; a service that is asked for the first time may be slow. */
export const ANSWER_MS = 10_000;

/** A way to a port of a container. */
export function dialOf(container: TrialContainer, port: number): Dial {
  return { relayed: false, connect: () => container.connect(port) };
}

/** One request to the service, on a connection of its own. */
export function askApp(run: Run, container: TrialContainer, request: RawRequest, ms = ANSWER_MS): Promise<Answer> {
  const port = run.plan.http?.port;
  if (port === undefined) throw new Error("a service that speaks no HTTP was asked over HTTP");
  return ask(dialOf(container, port), request, ms, run.signal);
}

/** Asks what is known of the service, `rounds` times over; gives the answers. What is not answered in time, or without an end, ends it. */
export async function load(run: Run, container: TrialContainer, rounds: number): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const path of pathsOf(run.plan)) {
      const answer = await askApp(run, container, { method: "GET", path });
      answers.push(answer);
      if (answer.exchange.outcome === "timeout") return answers;
    }
  }
  return answers;
}

export function pathsOf({ http }: TrialPlan): readonly string[] {
  if (!http) return [];
  return http.paths.length > 0 ? http.paths : ["/"];
}

/** The mask for all that is kept of what a service wrote: secrets that it was given, whether we planted them or the deployment did. */
export function maskFor(plan: TrialPlan, planted: Iterable<string> = []): Mask {
  const values = [...planted];
  for (const { environment, files } of [plan.app, ...plan.dependencies]) {
    for (const [name, value] of environment) {
      if (secretName(name) !== "no") values.push(value);
      const password = /^[a-z][a-z0-9+.-]*:\/\/[^/@\s]*?:([^@\s]+)@/i.exec(value)?.[1];
      if (password) values.push(password);
    }
    for (const { content } of files) if (content.length <= 4096) values.push(Buffer.from(content).toString("utf8").trim());
  }
  return maskOf(values);
}
