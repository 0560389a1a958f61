import { describe, expect, it } from "vitest";
import type { App } from "../app.js";
import type { AppInput } from "../input.js";
import { readApp } from "../read.js";

const dependency = (name: string, version = "") =>
  `<dependency><groupId>${name.split(":")[0]}</groupId><artifactId>${name.split(":")[1]}</artifactId>${version ? `<version>${version}</version>` : ""}</dependency>`;
const BOOT = (version: string, ...names: readonly string[]) =>
  `<project><parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>${version}</version></parent><dependencies>${names.map((name) => dependency(name)).join("")}</dependencies></project>`;
const WEB = "org.springframework.boot:spring-boot-starter-web";
const ACTUATOR = "org.springframework.boot:spring-boot-starter-actuator";
const PG = "org.postgresql:postgresql";

function java(pom: string, files: Record<string, string> = {}, extra: Partial<AppInput> = {}): App {
  const all: Record<string, string> = { "pom.xml": pom, "src/main/java/com/example/samples/App.java": "class App {}", ...files };
  return readApp({ root: ".", files: Object.keys(all), read: (path) => all[path] ?? null, start: null, shipped: null, ...extra });
}
const health = (app: App) => app.health.map((one) => `${one.path} ${one.depth}`);

describe("health endpoints of Java", () => {
  it("knows the actuator's own indicators", () => {
    expect(health(java(BOOT("3.4.1", WEB, ACTUATOR, PG)))).toEqual(["/actuator/health deep"]);
    expect(health(java(BOOT("3.4.1", WEB, ACTUATOR)))).toEqual(["/actuator/health shallow"]);
    expect(health(java(BOOT("3.4.1", WEB, PG)))).toEqual([]);
    expect(health(java(`<!-- ${dependency(ACTUATOR)} -->${BOOT("3.4.1", WEB)}`))).toEqual([]);
  });

  it("knows that the readiness group leaves the database out until it is told", () => {
    const probes = { probePaths: ["/actuator/health/readiness"] };
    expect(health(java(BOOT("3.4.1", WEB, ACTUATOR, PG), {}, probes))).toContain("/actuator/health/readiness shallow");
    const told = {
      "src/main/resources/application.yml":
        "management:\n  endpoint:\n    health:\n      group:\n        readiness:\n          include: readinessState,db\n",
    };
    expect(health(java(BOOT("3.4.1", WEB, ACTUATOR, PG), told, probes))).toContain("/actuator/health/readiness deep");
  });

  it("reads an indicator of its own, and a base path", () => {
    const files = {
      "src/main/java/Up.java":
        'class Up implements HealthIndicator {\n  public Health health() { return flag.isSet() ? Health.up().withDetail("a", 1).build() : Health.down().build(); }\n  boolean isSet() { return true; }\n}',
      "src/main/resources/application.properties": "management.endpoints.web.base-path=/manage\n",
    };
    expect(health(java(BOOT("3.4.1", WEB, ACTUATOR), files))).toEqual(["/manage/health shallow"]);
  });

  it("reads controllers", () => {
    const controller = (body: string) => ({
      "src/main/java/C.java": `@RestController class C {\n  @GetMapping("/health")\n  public ResponseEntity<String> health() { ${body} }\n}`,
    });
    expect(health(java(BOOT("3.4.1", WEB, PG), controller('return ResponseEntity.ok("up");')))).toEqual(["/health shallow"]);
    expect(
      health(
        java(
          BOOT("3.4.1", WEB, PG),
          controller('jdbcTemplate.queryForObject("select 1", Integer.class); return ResponseEntity.ok("up");'),
        ),
      ),
    ).toEqual(["/health deep"]);
  });
});

describe("shutdown of Java", () => {
  const shutdown = (version: string, settings = "") =>
    java(BOOT(version, WEB), settings ? { "src/main/resources/application.yml": settings } : {}).shutdown;
  it("goes by the version of Spring Boot and its settings", () => {
    expect(shutdown("3.4.0")).toMatchObject([{ manner: "drains", graceSeconds: 30 }]);
    expect(shutdown("4.0.1")).toMatchObject([{ manner: "drains" }]);
    expect(shutdown("3.3.9")).toMatchObject([{ manner: "exits" }]);
    expect(
      shutdown("2.7.1", "server:\n  shutdown: graceful\nspring:\n  lifecycle:\n    timeout-per-shutdown-phase: 8s\n"),
    ).toMatchObject([{ manner: "drains", graceSeconds: 8 }]);
    expect(shutdown("3.4.0", "server.shutdown: immediate\n")).toMatchObject([{ manner: "exits" }]);
    expect(shutdown("${unknown.version}")).toMatchObject([{ manner: "unknown" }]);
  });
  it("does not take test or development settings for production", () => {
    const app = java(BOOT("3.3.0", WEB), {
      "src/main/resources/application-dev.yml": "server:\n  shutdown: graceful\n",
      "src/test/resources/application.yml": "server:\n  shutdown: graceful\n",
    });
    expect(app.shutdown).toMatchObject([{ manner: "exits" }]);
  });
  it("reads Quarkus and hooks of the JVM", () => {
    const quarkus = `<project><dependencies>${dependency("io.quarkus:quarkus-rest")}</dependencies></project>`;
    expect(java(quarkus).shutdown).toMatchObject([{ manner: "exits" }]);
    expect(
      java(quarkus, { "src/main/resources/application.properties": "quarkus.shutdown.timeout=5s\n" }).shutdown,
    ).toMatchObject([{ manner: "drains", graceSeconds: 5 }]);
    const hook = "class A { void a() { Runtime.getRuntime().addShutdownHook(new Thread(() -> { server.shutdown(); })); } }";
    expect(java("<project/>", { "src/main/java/A.java": hook }).shutdown).toMatchObject([{ manner: "drains" }]);
  });
});

describe("logging of Java", () => {
  const logging = (files: Record<string, string>) => {
    const app = java(BOOT("3.4.0", WEB), files);
    return [
      app.jsonLogging.length > 0 ? "json" : "",
      app.plainLogging.length > 0 ? "plain" : "",
      app.fileLogging.length > 0 ? "file" : "",
    ]
      .filter(Boolean)
      .join(" ");
  };
  it.each([
    ["nothing said", {}, "plain"],
    ["structured logging", { "src/main/resources/application.properties": "logging.structured.format.console=ecs\n" }, "json"],
    [
      "a JSON encoder",
      {
        "src/main/resources/logback-spring.xml":
          '<appender class="ch.qos.logback.core.ConsoleAppender"><encoder class="net.logstash.logback.encoder.LogstashEncoder"/></appender>',
      },
      "json",
    ],
    [
      "a JSON encoder in a comment",
      { "src/main/resources/logback.xml": '<!-- LogstashEncoder --><appender class="ch.qos.logback.core.ConsoleAppender"/>' },
      "plain",
    ],
    [
      "a rolling file",
      {
        "src/main/resources/logback.xml":
          '<appender class="ch.qos.logback.core.rolling.RollingFileAppender"/><appender class="ch.qos.logback.core.ConsoleAppender"/>',
      },
      "plain file",
    ],
    [
      "a file by a setting",
      { "src/main/resources/application.yml": "logging:\n  file:\n    name: /var/log/a.log\n" },
      "plain file",
    ],
  ])("%s", (_, files, expected) => {
    expect(logging(files)).toBe(expected);
  });
});

it("finds what surrounds a Java program", () => {
  const app = java(BOOT("3.4.0", WEB, PG), {
    "src/main/resources/application.yml":
      "server:\n  port: ${PORT:8081}\nspring:\n  config:\n    import: optional:configtree:/run/secrets/\n",
  });
  expect(app.ports.map((one) => one.port)).toEqual([8081]);
  expect(app.secretLoading.map((one) => one.name)).toEqual(["configtree"]);
  expect(app.dependencies.map((one) => one.name)).toEqual(["org.postgresql:postgresql"]);
  expect(app).toMatchObject({ manager: "maven", serves: true, frameworks: ["spring-boot", "spring-mvc"] });
});
