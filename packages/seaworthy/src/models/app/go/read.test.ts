import { describe, expect, it } from "vitest";
import type { App } from "../app.js";
import { readApp } from "../read.js";

function go(code: string, more: Record<string, string> = {}): App {
  const all: Record<string, string> = {
    "go.mod": "module example.com/a\n\nrequire github.com/lib/pq v1.10.9\n",
    "main.go": `package main\n\n${code}`,
    ...more,
  };
  return readApp({ root: ".", files: Object.keys(all), read: (path) => all[path] ?? null, start: null, shipped: null });
}
const health = (app: App) => app.health.map((one) => `${one.path} ${one.depth}`);
const IMPORTS =
  'import (\n\t"database/sql"\n\t"net/http"\n\n\t_ "github.com/lib/pq"\n)\n\nvar db, _ = sql.Open("postgres", dsn)\n';

describe("health endpoints of Go", () => {
  it.each([
    [
      "net/http",
      'http.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(200) })',
      "/healthz shallow",
    ],
    [
      "a method in the pattern",
      'mux.HandleFunc("GET /readyz", ready)\n}\nfunc ready(w http.ResponseWriter, r *http.Request) {\n\tif err := db.PingContext(r.Context()); err != nil {\n\t\thttp.Error(w, "no", 503)\n\t}',
      "/readyz deep",
    ],
    [
      "gin and a method of a type",
      'r.GET("/health", h.Health)\n}\nfunc (a *API) Health(c *gin.Context) {\n\tif err := a.DB.Ping(); err != nil {\n\t\tc.JSON(500, err)\n\t}',
      "/health deep",
    ],
    [
      "a prefix that is added",
      'r.HandleFunc(base + "/_healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") })',
      "/_healthz shallow",
    ],
    [
      "a ping that answers true",
      'r.GET("/health", func(c *gin.Context) { c.JSON(200, fake.Ping()) })\n}\nfunc (f fakeStore) Ping() bool {\n\treturn true',
      "/health shallow",
    ],
    ["a call that nobody can follow", 'r.GET("/health", func(c *gin.Context) { c.JSON(200, other.Probe()) })', "/health unknown"],
  ])("%s", (_, code, expected) => {
    expect(health(go(`${IMPORTS}\nfunc main() {\n\t${code}\n}\n`))).toEqual([expected]);
  });

  it("does not take the answer's own methods for functions of the project by the same names", () => {
    const code = `${IMPORTS}
func main() {
	http.HandleFunc("/livez", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(r.Header.Get("X"))) })
}
func (b *builder) Write(p []byte) { b.store.Get("k") }
func (c *cache) Get(key string) { db.QueryRowContext(ctx, key) }
`;
    expect(health(go(code))).toEqual(["/livez shallow"]);
  });

  it("follows a handler that a variable keeps, round no circle", () => {
    const own =
      "func newReady(db *sql.DB) http.HandlerFunc {\n\treturn func(w http.ResponseWriter, r *http.Request) { db.Ping() }\n}\n";
    expect(
      health(go(`${IMPORTS}\nfunc main() {\n\tready := newReady(db)\n\tmux.HandleFunc("/readyz", ready)\n}\n${own}`)),
    ).toEqual(["/readyz deep"]);
    const circle = "\ta := b\n\tb := a\n".repeat(50);
    expect(health(go(`${IMPORTS}\nfunc main() {\n${circle}\tmux.HandleFunc("/readyz", a)\n}\n`))).toEqual(["/readyz unknown"]);
  });

  it("takes the gRPC health server for shallow, a Check of its own for what it does", () => {
    expect(health(go("func main() {\n\thealthpb.RegisterHealthServer(s, health.NewServer())\n}\n"))).toEqual(["null shallow"]);
    const own = `${IMPORTS}\nfunc main() {\n\thealthpb.RegisterHealthServer(s, svc)\n}\nfunc (s *Server) Check(ctx context.Context, r *healthpb.Req) (*healthpb.Resp, error) {\n\treturn nil, db.PingContext(ctx)\n}\n`;
    expect(health(go(own))).toEqual(["null deep"]);
  });
});

describe("shutdown of Go", () => {
  const manner = (code: string) =>
    go(`import (\n\t"net/http"\n\t"os/signal"\n\t"syscall"\n)\n\nfunc main() {\n${code}\n}\n`).shutdown.map((one) => one.manner);
  it("needs SIGTERM and a Shutdown", () => {
    expect(
      manner("\tctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)\n\t<-ctx.Done()\n\tsrv.Shutdown(ctx)"),
    ).toEqual(["drains"]);
    expect(manner("\tsignal.Notify(c, syscall.SIGTERM)\n\tgo http.ListenAndServe(addr, nil)\n\t<-c\n\tos.Exit(0)")).toEqual([
      "exits",
    ]);
    expect(manner("\tsignal.Notify(c, os.Interrupt)\n\tsrv.Shutdown(ctx)")).toEqual([]);
    expect(manner("\tsignal.Notify(c, syscall.SIGUSR1, syscall.SIGUSR2)\n\tsrv.Shutdown(ctx)")).toEqual([]);
    expect(manner("\t// signal.Notify(c, syscall.SIGTERM)\n\tsrv.Shutdown(ctx)")).toEqual([]);
  });
});

it("knows a list of signals that another file of Go declares", () => {
  const main =
    'import (\n\t"net/http"\n\t"os/signal"\n)\n\nfunc main() {\n\tsignal.Notify(c, stopSignals...)\n\t<-c\n\tsrv.Shutdown(ctx)\n}\n';
  const signals = (list: string) => ({ "signals.go": `package main\n\nvar stopSignals = []os.Signal{${list}}\n` });
  expect(go(main, signals("os.Interrupt, syscall.SIGTERM")).shutdown.map((one) => one.manner)).toEqual(["drains"]);
  expect(go(main, signals("os.Interrupt")).shutdown).toEqual([]);
});

describe("logging of Go", () => {
  const kinds = (imported: string, code: string) => {
    const app = go(`import "${imported}"\n\nfunc main() {\n\t${code}\n}\n`);
    return [
      app.jsonLogging.length > 0 ? "json" : "",
      app.plainLogging.length > 0 ? "plain" : "",
      app.fileLogging.length > 0 ? "file" : "",
    ]
      .filter(Boolean)
      .join(" ");
  };
  it.each([
    ["log/slog", "l := slog.New(slog.NewJSONHandler(os.Stdout, nil))", "json"],
    ["log/slog", "l := slog.New(slog.NewTextHandler(os.Stdout, nil))", "plain"],
    [
      "log/slog",
      'switch format {\n\tcase "text":\n\t\th = slog.NewTextHandler(w, nil)\n\tcase "json":\n\t\th = slog.NewJSONHandler(w, nil)\n\t}',
      "json plain",
    ],
    [
      "log/slog",
      "if cfg.Debug {\n\t\th = slog.NewTextHandler(w, nil)\n\t} else {\n\t\th = slog.NewJSONHandler(w, nil)\n\t}",
      "json",
    ],
    ["log/slog", 'h = slog.NewTextHandler(w, nil)\n\tif env == "production" {\n\t\th = slog.NewJSONHandler(w, nil)\n\t}', "json"],
    ["go.uber.org/zap", 'c := zap.Config{Encoding: "json", OutputPaths: []string{"stderr"}}\n\tl, _ := c.Build()', "json"],
    ["go.uber.org/zap", 'c.Encoding = "console"\n\tl, _ := c.Build()', "plain"],
    ["go.uber.org/zap", "l, _ := zap.NewProduction()", "json"],
    ["go.uber.org/zap", "l, _ := zap.NewDevelopment()", "plain"],
    ["github.com/rs/zerolog", "l := zerolog.New(os.Stdout)", "json"],
    ["github.com/rs/zerolog", "l := zerolog.New(zerolog.ConsoleWriter{Out: os.Stderr})", "plain"],
    ["github.com/sirupsen/logrus", "logrus.SetFormatter(&logrus.JSONFormatter{})", "json"],
    ["github.com/sirupsen/logrus", 'logrus.Info("up")', "plain"],
    [
      "github.com/sirupsen/logrus",
      "switch format {\n\tcase FormatJSON:\n\t\tlogrus.SetFormatter(&logrus.JSONFormatter{})\n\tdefault:\n\t\tlogrus.SetFormatter(&logrus.TextFormatter{})\n\t}",
      "json plain",
    ],
    ["github.com/sirupsen/logrus", "if c.JSON {\n\t\tlogrus.SetFormatter(&logrus.JSONFormatter{})\n\t}", "json plain"],
    [
      "github.com/sirupsen/logrus",
      "if c.Debug {\n\t\tlogrus.SetFormatter(&logrus.TextFormatter{})\n\t} else {\n\t\tlogrus.SetFormatter(&logrus.JSONFormatter{})\n\t}",
      "json",
    ],
    [
      "github.com/rs/zerolog",
      'if c.Format != "json" {\n\t\tw = zerolog.ConsoleWriter{Out: w}\n\t}\n\tl := zerolog.New(w)',
      "json plain",
    ],
    ["github.com/rs/zerolog", "if pretty {\n\t\tw = zerolog.ConsoleWriter{Out: w}\n\t}\n\tl := zerolog.New(w)", "json"],
    [
      "github.com/rs/zerolog",
      'if env == "production" {\n\t\tl = zerolog.New(w)\n\t} else {\n\t\tl = zerolog.New(zerolog.ConsoleWriter{Out: w})\n\t}',
      "json",
    ],
    [
      "github.com/rs/zerolog",
      "c := zerolog.ConsoleWriter{Out: w}\n\tconsole = zerolog.New(c)\n\tlogger = zerolog.New(&locked{os.Stdout})",
      "json plain",
    ],
    ["github.com/rs/zerolog", "w := zerolog.ConsoleWriter{Out: os.Stderr}\n\tl := zerolog.New(w)", "plain"],
    ["log", 'log.Printf("up")', "plain"],
    ["fmt", 'fmt.Println("up")', "plain"],
    ["gopkg.in/natefinch/lumberjack.v2", "x := &lumberjack.Logger{}", "file"],
    [
      "gopkg.in/natefinch/lumberjack.v2",
      'var r *lumberjack.Logger\n\tif c.Path != "" {\n\t\tif !there(c.Path) {\n\t\t\tmake(c.Path)\n\t\t}\n\t\tr = &lumberjack.Logger{Filename: c.Path}\n\t}',
      "",
    ],
    ["gopkg.in/natefinch/lumberjack.v2", 'if c.Path != "" {\n\t\tw = &lumberjack.Logger{Filename: c.Path}\n\t}', ""],
  ])("%s: %s", (imported, code, expected) => {
    expect(kinds(imported, code)).toBe(expected);
  });
});

it("reads what the started one of several programs leads to", () => {
  const all: Record<string, string> = {
    "go.mod": "module example.com/shop/v2\n",
    "cmd/server/main.go": 'package main\n\nimport "example.com/shop/v2/health"\n\nfunc main() { health.Serve() }\n',
    "cmd/cli/main.go": 'package main\n\nimport "example.com/shop/v2/orders"\n\nfunc main() { orders.List() }\n',
    "health/health.go":
      'package health\n\nimport "net/http"\n\nfunc Serve() { http.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(200) }) }\n',
    "orders/list.go": 'package orders\n\nimport "fmt"\n\nfunc List() { fmt.Println("none") }\n',
  };
  const read = (...start: string[]): App =>
    readApp({ root: ".", files: Object.keys(all), read: (path) => all[path] ?? null, start, shipped: null });
  const told = (app: App) => [app.entry, health(app), app.plainLogging.length];
  expect(told(read("/bin/shop-cli"))).toEqual(["cmd/cli/main.go", [], 1]);
  expect(told(read("/server", "--verbose"))).toEqual(["cmd/server/main.go", ["/healthz shallow"], 0]);
  expect(told(read("/app"))).toEqual(["cmd/server/main.go", ["/healthz shallow"], 1]);
});

it("takes no parameter of a query for a route", () => {
  expect(health(go('func main() {\n\tq := url.Values{}\n\tq.Add("status", state)\n}'))).toEqual([]);
});

it("sees a handler of health that a router of the project's own mounts", () => {
  const code =
    "package ping\n\nfunc (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { w.WriteHeader(h.status) }\n";
  expect(health(go("func main() {}", { "pkg/ping/ping.go": code }))).toEqual(["null unknown"]);
  expect(health(go("func main() {}", { "pkg/orders/orders.go": code }))).toEqual([]);
});

it("leaves out the folders of Go that begin with an underscore, as its tools do", () => {
  const app = go('import "fmt"\n\nfunc main() {}\n', {
    "_example/main.go": 'package main\n\nimport "log"\n\nfunc main() { log.Println("x") }\n',
  });
  expect([app.entry, app.plainLogging]).toEqual(["main.go", []]);
});

it("finds what surrounds Go code", () => {
  const app = go(
    `${IMPORTS}\nfunc main() {\n\tkey, _ := os.ReadFile("/run/secrets/key")\n\tos.WriteFile("/data/a", nil, 0o644)\n\thttp.ListenAndServe(":8080", nil)\n}\n`,
  );
  expect(app.dependencies.map((one) => one.name)).toEqual(["github.com/lib/pq"]);
  expect(app.secretLoading.map((one) => one.name)).toEqual(["/run/secrets"]);
  expect(app.writes.map((one) => one.path)).toEqual(["/data/a"]);
  expect(app.ports.map((one) => one.port)).toEqual([8080]);
  expect(app.serves).toBe(true);
});
