import { describe, expect, it } from "vitest";
import type { App } from "../app.js";
import type { AppInput } from "../input.js";
import { readApp } from "../read.js";

function python(files: Record<string, string>, extra: Partial<AppInput> = {}): App {
  const all: Record<string, string> = { "requirements.txt": "fastapi\nuvicorn\nredis\n", ...files };
  return readApp({ root: ".", files: Object.keys(all), read: (path) => all[path] ?? null, start: null, shipped: null, ...extra });
}
const health = (app: App) => app.health.map((one) => `${one.path} ${one.depth}`);

describe("health endpoints of Python", () => {
  it.each([
    [
      "a file that is looked for",
      '@app.get("/health")\ndef health():\n    ok = model_path.exists() and Path("/tmp/model").exists() and os.path.exists("/x")\n    return {"ok": ok}\n',
      "/health shallow",
    ],
    [
      "a row that is looked for",
      '@app.get("/health")\ndef health():\n    return {"ok": User.objects.filter(pk=1).exists()}\n',
      "/health deep",
    ],
    [
      "a word before health",
      '@router.get("/db_health")\nasync def check(conn=Depends(get_db)):\n    await conn.fetchval("SELECT 1")\n',
      "/db_health deep",
    ],
    [
      "a constant",
      '@app.get("/health")\nasync def health():\n    return {"status": "ok", "at": datetime.now().isoformat()}\n',
      "/health shallow",
    ],
    [
      "a session that is asked",
      '@app.get("/ready")\ndef ready(db: Session = Depends(get_db)):\n    db.execute(text("SELECT 1"))\n    return True\n',
      "/ready deep",
    ],
    [
      "a session that is only taken",
      '@app.get("/ready")\ndef ready(db: Session = Depends(get_db)):\n    return True\n',
      "/ready shallow",
    ],
    [
      "functions of its own",
      'async def check_redis():\n    return await client.ping()\n\n@app.get("/health")\nasync def health():\n    checks = {"redis": await check_redis()}\n    return JSONResponse(content=checks, status_code=200 if all(checks.values()) else 503)\n',
      "/health deep",
    ],
    ["a path made of a name", '@app.route(f"/{Endpoint.healthz}")\ndef healthz():\n    return "", 200\n', "/healthz shallow"],
    [
      "what the request brings, and a name that ends like a client's",
      '@app.route("/health")\ndef health():\n    seen = request.cookies.get("id") or request.session.get("id")\n    return {"ok": settings.values.get("x"), "seen": seen}\n',
      "/health unknown",
    ],
    [
      "the request alone",
      '@app.route("/health")\ndef health():\n    return {"seen": request.cookies.get("id")}\n',
      "/health shallow",
    ],
    ["a client of one letter", '@app.route("/health")\ndef health():\n    return {"n": r.get("n")}\n', "/health deep"],
    ["an unknown call", '@app.route("/health")\ndef health():\n    return probe.everything()\n', "/health unknown"],
    [
      "a router with a prefix",
      'router = APIRouter(prefix="/utils")\n\n@router.get("/health-check/")\nasync def h() -> bool:\n    return True\n',
      "/utils/health-check shallow",
    ],
  ])("%s", (_, code, expected) => {
    expect(health(python({ "main.py": `import redis\nclient = redis.Redis()\n\n${code}` }))).toEqual([expected]);
  });

  it("reads Django's url tables over includes and renamed imports", () => {
    const app = python({
      "config/urls.py":
        'from django.urls import include, path\nfrom shop.views import health as health_view\nurlpatterns = [path("healthz", health_view), path("up/", include("up.urls"))]\n',
      "shop/views.py":
        'from django.db import connections\ndef health(request):\n    connections["default"].ensure_connection()\n    return HttpResponse("")\n',
      "up/urls.py":
        'from django.urls import path\nfrom up import views\nurlpatterns = [path("", views.index), path("databases", views.databases)]\n',
      "up/views.py":
        'from django.db import connection\n\ndef index(request):\n    return HttpResponse("")\n\ndef databases(request):\n    connection.ensure_connection()\n    return HttpResponse("")\n',
      "config/settings.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n',
    });
    expect(health(app).sort()).toEqual(
      ["/healthz deep", "/up deep", "/up/databases deep"].map((one) => (one.startsWith("/up ") ? "/up shallow" : one)),
    );
  });

  it("does not see routes in comments or docstrings", () => {
    expect(
      python({ "main.py": '"""\n@app.get("/health")\ndef h():\n    return 1\n"""\n# @app.get("/health")\nx()\n' }).health,
    ).toEqual([]);
  });
});

describe("shutdown of Python", () => {
  const manner = (code: string, start: readonly string[] | null = null) =>
    python({ "main.py": code }, { start }).shutdown.map((one) => one.manner);
  it("knows the servers that drain by themselves, and their limits", () => {
    expect(python({ "app.py": "x()" }, { start: ["gunicorn", "--graceful-timeout", "20", "app:app"] }).shutdown).toMatchObject([
      { manner: "drains", graceSeconds: 20 },
    ]);
    expect(python({ "app.py": "x()" }, { start: ["python", "-m", "uvicorn", "app:app"] }).shutdown).toMatchObject([
      { manner: "drains", graceSeconds: null },
    ]);
    expect(manner("x()", ["python", "main.py"])).toEqual([]);
    expect(manner("x()", ["flask", "run"])).toEqual([]);
    expect(manner('import uvicorn\nuvicorn.run("main:app")\n', ["python", "main.py"])).toEqual(["drains"]);
  });
  it.each([
    [
      "exits at once",
      "import signal, sys\ndef stop(signum, frame):\n    print('bye')\n    sys.exit(0)\nsignal.signal(signal.SIGTERM, stop)\n",
      "exits",
    ],
    [
      "stops its server",
      "import signal\ndef stop(signum, frame):\n    server.stop(10)\nsignal.signal(signal.SIGTERM, stop)\n",
      "drains",
    ],
    [
      "ends its loop",
      "import signal\nrunning = True\ndef stop(*_):\n    global running\n    running = False\nsignal.signal(signal.SIGTERM, stop)\n",
      "drains",
    ],
    ["is left to its default", "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_DFL)\n", "exits"],
    [
      "stands in the event loop",
      "for sig in (signal.SIGTERM, signal.SIGINT):\n    loop.add_signal_handler(sig, stop_event.set)\n",
      "drains",
    ],
  ])("%s", (_, code, expected) => {
    expect(manner(code)).toEqual([expected]);
  });
  it("does not take SIGINT for SIGTERM", () => {
    expect(manner("import signal\nsignal.signal(signal.SIGINT, stop)\n")).toEqual([]);
  });
});

describe("logging of Python", () => {
  const kinds = (code: string) => {
    const app = python({ "main.py": code });
    return { json: app.jsonLogging.length > 0, plain: app.plainLogging.length > 0, file: app.fileLogging.length > 0 };
  };
  it.each([
    [
      "python-json-logger",
      "from pythonjsonlogger import jsonlogger\nf = jsonlogger.JsonFormatter()\n",
      { json: true, plain: false, file: false },
    ],
    [
      "structlog",
      "import structlog\nstructlog.configure(processors=[structlog.processors.JSONRenderer()])\n",
      { json: true, plain: false, file: false },
    ],
    [
      "loguru serialised",
      "from loguru import logger\nlogger.add(sys.stdout, serialize=True)\n",
      { json: true, plain: false, file: false },
    ],
    ["loguru into a file", 'from loguru import logger\nlogger.add("a.log")\n', { json: false, plain: true, file: true }],
    [
      "a formatter of its own",
      "class F(logging.Formatter):\n    def format(self, record):\n        return json.dumps({})\n",
      { json: true, plain: false, file: false },
    ],
    [
      "a JSON format string",
      `logging.basicConfig(format='{"time":"%(asctime)s","message":"%(message)s"}', handlers=[logging.StreamHandler()])\n`,
      { json: true, plain: false, file: false },
    ],
    ["basicConfig", "logging.basicConfig(level=logging.INFO)\n", { json: false, plain: true, file: false }],
    ["a rotating file", "h = RotatingFileHandler('a.log')\n", { json: false, plain: false, file: true }],
    [
      "a dictConfig",
      'LOGGING = {"formatters": {"json": {"()": "pythonjsonlogger.jsonlogger.JsonFormatter"}}}\n',
      { json: true, plain: false, file: false },
    ],
    ["print", 'print("hello")\n', { json: false, plain: true, file: false }],
  ])("%s", (_, code, expected) => {
    expect(kinds(code)).toEqual(expected);
  });
});

it("finds what surrounds Python code", () => {
  const app = python({
    "main.py":
      'import psycopg\nimport hvac\nfrom fastapi import FastAPI\nconn = psycopg.connect(url)\nvault = hvac.Client()\nsecret = open("/run/secrets/db").read()\ncache = Cache(port=6379)\nuvicorn.run(app, port=8000)\nwith open("/data/a.csv", "w") as f:\n    pass\nopen("/etc/in", "r")\n',
  });
  expect(app.dependencies.map((one) => one.name)).toEqual(["psycopg"]);
  expect(app.secretLoading.map((one) => one.name)).toEqual(["hvac", "/run/secrets"]);
  expect(app.writes.map((one) => one.path)).toEqual(["/data/a.csv"]);
  expect(app.ports.map((one) => one.port)).toEqual([8000]);
  expect(app.serves).toBe(true);
});

it("takes a framework that it never imports for someone else's", () => {
  const requirements = { "requirements.txt": "flask==3.1.3\nlocust==2.43.0\n" };
  expect(python({ ...requirements, "load.py": "from locust import HttpUser\n" }).serves).toBeNull();
  expect(python({ ...requirements, "app.py": "import flask.views\napp = make()\n" }).serves).toBe(true);
});

it("takes an entry script that starts a worker or a web server for the web server's", () => {
  const files = {
    "requirements.txt": "flask\ngunicorn\nrq\n",
    "web/__init__.py": "",
    "web/app.py": 'from flask import Flask\n\napp = Flask(__name__)\n\n@app.route("/ping")\ndef ping():\n    return "pong"\n',
    "web/setup.py": "from .app import app\n",
    "docker-entrypoint.sh":
      '#!/bin/sh\ncase "$1" in\n  worker) exec rq worker ;;\n  server) exec gunicorn web.app:app ;;\nesac\n',
  };
  const app = python(files, { start: ["/docker-entrypoint.sh", "server"] });
  expect([app.serves, app.shutdown.map((one) => one.because), health(app)]).toEqual([
    true,
    ["gunicorn finishes its work on SIGTERM by itself"],
    ["/ping shallow"],
  ]);
});
