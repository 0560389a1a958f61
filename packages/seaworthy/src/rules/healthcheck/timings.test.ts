import { testRule } from "../../testing/test-rule.js";
import rule from "./timings.js";

const image = (flags: string, base = "alpine:3.22"): string =>
  `FROM ${base}\nHEALTHCHECK ${flags} CMD wget -q --spider http://127.0.0.1:8000/health\nCMD ["/app"]\n`;
const compose = (times: string) => ({
  Dockerfile: image(""),
  "compose.yaml": `services:\n  app:\n    build: .\n    healthcheck:\n${times}`,
});

testRule(rule, {
  source: {
    yes: [
      { title: "Docker's defaults", files: image(""), because: "180 s" },
      image("--interval=1m --timeout=10s --retries=2"),
      { title: "zero is the default", files: image("--interval=0s") },
      { title: "a variable is not judged", files: image("--interval=$EVERY") },
      {
        title: "Compose overrides the image",
        files: { ...compose("      interval: 5s\n      timeout: 2s\n"), Dockerfile: image("--interval=1h") },
      },
      { files: image("--interval=1h"), options: { maxDetectionSeconds: 20_000 } },
    ],
    no: [
      image("«--interval=5m»"),
      image("--interval=10s «--timeout=10m»"),
      image("--interval=30s --timeout=5s «--retries=20»"),
      compose("      interval: «1m40s»\n      timeout: 30s\n"),
      compose("      retries: «30»\n"),
      {
        title: "a JVM that has three seconds",
        files: {
          Dockerfile:
            'FROM eclipse-temurin:21-jre\nHEALTHCHECK «--interval=1s» --retries=3 CMD wget -q --spider http://127.0.0.1/\nCOPY . .\nCMD ["java", "-jar", "app.jar"]\n',
          "src/main/java/App.java": "class App { public static void main(String[] args) {} }\n",
          "pom.xml": "<project/>\n",
        },
        because: "start period",
      },
    ],
    "n/a": ['FROM alpine:3.22\nCMD ["/app"]\n'],
  },
});
