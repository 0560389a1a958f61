import { type Edit, inserted, replaced } from "../../../core/edit.js";
import { escaped, importsOf } from "../imports.js";
import { hits, readSource, type SourceFile, stringAt } from "../source.js";

/** Whether a text holds a call that serves by a server that can be told to finish. */
export function servesByCall(text: string): boolean {
  return (
    /\bhttp\s*\.\s*ListenAndServe\s*\(/.test(text) || (/\.\s*Serve\s*\(/.test(text) && text.includes("google.golang.org/grpc"))
  );
}

const HELPER = `
// listenAndServe serves until it is told to stop, and then finishes what runs.
func listenAndServe(addr string, handler http.Handler) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server := &http.Server{Addr: addr, Handler: handler}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	finish, cancel := context.WithTimeout(context.Background(), 8*time.Second)
	defer cancel()
	return server.Shutdown(finish)
}
`;

/** Lets a Go program finish what runs when SIGTERM comes: net/http and gRPC. A text: why the code is left as it is. */
export function withShutdown(path: string, text: string): readonly Edit[] | string {
  const file = readSource(path, text, "go");
  const http = [...hits([file], /(?<![\w.])http\s*\.\s*ListenAndServe\s*\(/g)];
  const grpc = [...hits([file], /(?<![\w.])(\w+)\s*\.\s*Serve\s*\(/g)].filter(({ match }) => isGrpc(file, match[1] as string));
  if (http.length + grpc.length !== 1)
    return http.length + grpc.length === 0
      ? `no server that is known is opened in ${path}`
      : `${path} opens several servers: which of them ends the process is for its owner to say`;
  const [call] = [...http, ...grpc];
  if (!call) return `no server that is known is opened in ${path}`;
  return http.length > 0 ? ofHttp(file, call.start, call.end - 1) : ofGrpc(file, call.start, call.match[1] as string);
}

function isGrpc({ code }: SourceFile, name: string): boolean {
  return new RegExp(
    `(?<![\\w.])${escaped(name)}\\s*(?::?=|,[^\\n=]{0,40}:?=)\\s*grpc\\s*\\.\\s*NewServer\\s*\\(|\\b${escaped(name)}\\s+\\*grpc\\.Server\\b`,
  ).test(code);
}

function ofHttp(file: SourceFile, start: number, open: number): readonly Edit[] | string {
  const { code, text, path } = file;
  const close = file.pairs.get(open);
  if (close === undefined) return `the call in ${path} that opens the server could not be read`;
  if (/\blistenAndServe\b/.test(code)) return `${path} has a listenAndServe of its own`;
  if (inGoroutine(file, start)) return `the server of ${path} runs beside the main function, which has to wait for it`;
  const packages = withPackages(file, ["context", "os", "os/signal", "syscall", "time"]);
  if (typeof packages === "string") return packages;
  const helper = inserted(path, text.length, `${text.endsWith("\n") ? "" : "\n"}${HELPER}`);
  const line = code.lastIndexOf("\n", start) + 1;
  const fatal = /^([ \t]*)([\w.]+\s*\.\s*(?:Fatal|Fatalln|Panic|Panicln)|panic)\s*\(\s*$/.exec(code.slice(line, start));
  if (!fatal) return [...packages, replaced(path, [start, open], "listenAndServe"), helper];
  // Nothing went wrong where it was told to stop: only an error is fatal.
  const rest = /^\s*\)/.exec(code.slice(close + 1));
  if (!rest) return `what ${path} does with the error of its server could not be read`;
  const [, indent = "", name = ""] = fatal;
  const called = `listenAndServe${text.slice(open, close + 1)}`;
  const whole = `if err := ${called}; err != nil {\n${indent}\t${name}(err)\n${indent}}`;
  return [...packages, replaced(path, [line + indent.length, close + 1 + rest[0].length], whole), helper];
}

function ofGrpc(file: SourceFile, start: number, name: string): readonly Edit[] | string {
  const { code, path } = file;
  const line = code.lastIndexOf("\n", start) + 1;
  const lead = /^([ \t]*)(?:go\s+|return\s+|if\s+(?:\w+\s*:?=\s*)?|\w+\s*:?=\s*|[\w.]+\s*\(\s*)?$/.exec(code.slice(line, start));
  if (!lead) return `the call in ${path} that opens the server stands inside another expression`;
  const aside = /\bgo\s+$/.test(code.slice(line, start)) || inGoroutine(file, start);
  const packages = withPackages(file, ["os", "os/signal", "syscall"]);
  if (typeof packages === "string") return packages;
  const indent = lead[1] ?? "";
  const lines = [
    "go func() {",
    "\tstop := make(chan os.Signal, 1)",
    "\tsignal.Notify(stop, syscall.SIGTERM)",
    "\t<-stop",
    "\t// What runs is answered; new requests go elsewhere.",
    `\t${name}.GracefulStop()`,
    ...(aside ? ["\tos.Exit(0)"] : []),
    "}()",
  ];
  return [...packages, inserted(path, line, lines.map((one) => `${indent}${one}\n`).join(""))];
}

function inGoroutine(file: SourceFile, at: number): boolean {
  return (
    [...hits([file], /\bgo\s+func\s*\([^()]*\)\s*\{/g)].some(
      ({ start, end }) => start < at && at < (file.pairs.get(end - 1) ?? start),
    ) || /\bgo\s+$/.test(file.code.slice(Math.max(0, at - 20), at))
  );
}

/** The imports of packages of the standard library that a file does not have yet, where gofmt would put them. */
function withPackages(file: SourceFile, wanted: readonly string[]): readonly Edit[] | string {
  const { code, text, path } = file;
  const imports = importsOf(file);
  const missing: string[] = [];
  for (const name of wanted) {
    const known = imports.find(({ module }) => module === name);
    const base = name.slice(name.lastIndexOf("/") + 1);
    if (known && !known.names.has(base)) return `${path} calls the package ${name} by another name`;
    if (!known && imports.some(({ names }) => names.has(base))) return `${path} has another package by the name of ${base}`;
    if (!known && new RegExp(`^(?:func|var|const|type)\\s+${base}\\b|(?<![\\w.])${base}\\s*(?::=|,[^\\n=]*:=)`, "m").test(code))
      return `${path} uses the name ${base} for something else`;
    if (!known) missing.push(name);
  }
  if (missing.length === 0) return [];
  const block = /^import\s*\(/m.exec(code);
  const open = block ? block.index + block[0].length - 1 : -1;
  const close = block ? file.pairs.get(open) : undefined;
  if (!block || close === undefined) {
    const single = [...hits([file], /^(?:import|package)\b[^\n]*\n/gm)].at(-1);
    return single
      ? [inserted(path, single.end, missing.map((name) => `import "${name}"\n`).join(""))]
      : `${path} imports nothing`;
  }
  const places = new Map<number, string[]>();
  let at = code.indexOf("\n", open) + 1;
  if (at <= 0 || at > close) return `the imports of ${path} stand in one line`;
  let behind = at;
  const group: { readonly module: string; readonly start: number }[] = [];
  while (at < close) {
    const end = code.indexOf("\n", at) + 1;
    const literal = stringAt(file, at + (/^\s*(?:[\w.]+\s+)?/.exec(code.slice(at, end))?.[0].length ?? 0));
    if (!literal || literal.range[0] >= end) {
      if (group.length > 0 || text.slice(at, end).trim() !== "") break;
    } else if (literal.value.includes(".")) break;
    else group.push({ module: literal.value, start: at });
    at = end;
    behind = end;
  }
  for (const name of missing) {
    const place = group.find(({ module }) => module > name)?.start ?? behind;
    places.set(place, [...(places.get(place) ?? []), name]);
  }
  const gap = group.length === 0 ? "\n" : "";
  return [...places].map(([place, names]) => inserted(path, place, `${names.map((name) => `\t"${name}"\n`).join("")}${gap}`));
}
