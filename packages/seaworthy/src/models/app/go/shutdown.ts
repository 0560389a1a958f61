import { isModule } from "../../../knowledge/libraries.js";
import { GO_RUNNERS } from "../../../knowledge/libraries-go.js";
import type { ShutdownHandler } from "../app.js";
import type { Program } from "../program.js";
import { argumentsAt, hits, placeIn } from "../source.js";

const CLOSES = /\.\s*(?:Shutdown|ShutdownWithContext|ShutdownWithTimeout|GracefulStop)\s*\(/;
const SERVES = /\b(?:ListenAndServe(?:TLS)?|RunTLS|StartServer)\s*\(|\.\s*(?:Serve|Run|Listen|Start)\s*\(/;

/** Where Go code asks for SIGTERM, and whether it then closes its servers. */
export function goShutdown(program: Program): ShutdownHandler[] {
  return [...notified(program), ...runners(program)];
}

function* notified(program: Program): Generator<ShutdownHandler> {
  const closes = new Map(
    program.files.flatMap((file) => {
      const call = CLOSES.exec(file.code)?.[0].replace(/[\s.(]/g, "");
      return call ? [[file, call] as const] : [];
    }),
  );
  const importing = new Set(program.imports.filter((fact) => fact.module === "os/signal").map((fact) => fact.file));
  const closing = closes.values().next().value;
  const serving = program.files.some((file) => SERVES.test(file.code));
  const lists = new Set<string>();
  for (const { file, end, match } of hits(program.files, /\b(\w+)\s*:?=\s*\[\]\s*os\s*\.\s*Signal\s*\{/g)) {
    if (/\bSIGTERM\b/.test(file.code.slice(end, file.pairs.get(end - 1) ?? end))) lists.add(match[1] as string);
  }
  for (const { file, start, end, match } of hits(program.files, /\bsignal\s*\.\s*(Notify|NotifyContext)\s*\(/g)) {
    if (!importing.has(file)) continue;
    const signals = argumentsAt(file, end - 1)
      .slice(1)
      .map((range) => file.code.slice(...range));
    const spread = signals.some((text) => {
      const name = /^\s*(?:\w+\.)?(\w+)\s*\.\.\.\s*$/.exec(text)?.[1];
      return name !== undefined && (file.code.includes("SIGTERM") || lists.has(name));
    });
    const all = signals.length === 0 && match[1] === "Notify";
    if (!all && !spread && !signals.some((text) => /\bSIGTERM\b/.test(text))) continue;
    const call = closes.get(file) ?? closing;
    const place = placeIn(file, start, file.pairs.get(end - 1) ?? end);
    if (call) {
      yield { manner: "drains", because: `it waits for SIGTERM and calls ${call}()`, place, graceSeconds: null };
    } else if (serving)
      yield {
        manner: "exits",
        because: "it waits for SIGTERM but nothing calls Shutdown or GracefulStop",
        place,
        graceSeconds: null,
      };
    else yield { manner: "unknown", because: "it waits for SIGTERM; what follows could not be told", place, graceSeconds: null };
  }
  for (const { file, start, end } of hits(program.files, /\brun\s*\.\s*SignalHandler\s*\(/g)) {
    if (/\bSIGTERM\b/.test(file.code))
      yield {
        manner: closing ? "drains" : "unknown",
        because: "a run group ends on SIGTERM",
        place: placeIn(file, start, end),
        graceSeconds: null,
      };
  }
}

function* runners(program: Program): Generator<ShutdownHandler> {
  for (const fact of program.imports) {
    const runner = GO_RUNNERS.find((one) => isModule(fact.module, one.module));
    const call = runner?.call.exec(fact.file.code);
    if (!call) continue;
    yield {
      manner: "drains",
      because: `${fact.module} stops its servers on SIGTERM by itself`,
      place: placeIn(fact.file, call.index, call.index + call[0].length),
      graceSeconds: null,
    };
  }
}
