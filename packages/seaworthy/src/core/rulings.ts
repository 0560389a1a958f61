import type { ReportedService, Ruling } from "./report.js";

/** The rulings of a service, those of its items first; one by one, for a large tree has millions. */
export function* rulingsOf(service: ReportedService): Generator<Ruling> {
  for (const item of service.items) yield* item.rulings;
  yield* service.advice;
}
