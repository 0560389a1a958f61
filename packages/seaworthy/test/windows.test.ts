import { describe, expect, it } from "vitest";
import { inspect } from "../src/engine/inspect.js";
import { DEFAULT_SETTINGS } from "../src/engine/settings.js";
import { readProjectFrom } from "../src/io/memory.js";
import { defaultOptions } from "../src/rule.js";
import { RULES } from "../src/rules/index.js";
import { TODAY } from "./judged.js";

const BASES = [
  "mcr.microsoft.com/windows/servercore:ltsc2022",
  "mcr.microsoft.com/windows/nanoserver:ltsc2025",
  "mcr.microsoft.com/windows/server:ltsc2022",
  "mcr.microsoft.com/windows:20H2",
  "mcr.microsoft.com/dotnet/aspnet:9.0-nanoserver-ltsc2022",
  "mcr.microsoft.com/dotnet/sdk:8.0-windowsservercore-ltsc2022",
  "mcr.microsoft.com/dotnet/framework/aspnet:4.8.1",
  "mcr.microsoft.com/powershell:lts-nanoserver-1809",
  "golang:1.25-nanoserver",
  "python:3.13-windowsservercore-ltsc2022",
  "eclipse-temurin:21-jre-nanoserver",
  "microsoft/iis:windowsservercore",
  "--platform=windows/amd64 node:24",
  "registry.example.com/base:ltsc2022",
];

const BODIES: Readonly<Record<string, string>> = {
  "PowerShell and backticks": `# escape=\`
FROM BASE
SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
WORKDIR C:\\app
RUN Invoke-WebRequest -Uri https://example.com/a-1.2.zip -OutFile a.zip ; \`
    Expand-Archive a.zip -DestinationPath C:\\app | Out-Null ; \`
    cd C:\\app ; Remove-Item ..\\a.zip -Force
RUN npm install -g yarn ; pip install requests ; sudo x
COPY . .
EXPOSE 80
CMD ["C:\\\\app\\\\a.exe"]
`,
  "cmd and its own paths": `FROM BASE
WORKDIR /app
COPY . .
RUN curl -o a.zip https://example.com/a-1.2.zip && tar -xf a.zip && del a.zip
RUN wget https://example.com/b && cd C:\\a && dir | more
USER ContainerAdministrator
ENTRYPOINT ["a.exe"]
`,
  "packages of its own, a health check": `FROM BASE
RUN powershell -Command iex ((New-Object System.Net.WebClient).DownloadString('https://example.com/i.ps1')) | Out-Null
RUN choco install -y git nodejs vim
USER ContainerUser
HEALTHCHECK CMD powershell -command try { if ((iwr http://localhost -UseBasicParsing).StatusCode -eq 200) { exit 0 } } catch { exit 1 }
CMD a.exe --port %PORT%
`,
  "built on the same": `FROM BASE AS build
SHELL ["cmd", "/S", "/C"]
WORKDIR C:/src
COPY *.csproj ./
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o C:/out && npm install -g yarn && pip install requests && cd C:/out && dir
FROM BASE
WORKDIR C:/app
COPY --from=build C:/out .
ENTRYPOINT ["dotnet", "app.dll"]
`,
  "built on Linux": `FROM golang:1.25.1 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build GOOS=windows go build -o /a.exe .
FROM BASE
COPY --from=build /a.exe C:/a.exe
ENTRYPOINT ["C:/a.exe"]
`,
  "settings that Linux alone has": `FROM BASE
RUN setx /M PATH "%PATH%;C:\\a" && net user app /add && icacls C:\\a /grant Everyone:F
VOLUME C:/data
STOPSIGNAL 9
USER app
RUN ["powershell", "Install-WindowsFeature", "Web-Server"]
CMD ["cmd", "/c", "ping", "-t", "localhost"]
`,
};

/** What is the same wherever an image is built: its files, names, versions and pipelines, and the words of the Dockerfile. */
const SAME_EVERYWHERE = new Set([
  ...RULES.map(({ id }) => id).filter((id) => /^(?:dockerignore|image-scanning)\//.test(id)),
  "pinned-versions/base-tag",
  "pinned-versions/base-version",
  "pinned-versions/base-digest",
  "craft/fixed-platform",
  // By form alone, and off until asked for.
  "craft/json-start",
  "craft/stage-healthchecks",
  "least-privilege/resource-limits",
  "craft/published-ports",
  // What Windows lacks is its very claim.
  "craft/windows-instructions",
]);

const SETTINGS = {
  ...DEFAULT_SETTINGS,
  rules: new Map(
    RULES.map((rule) => {
      const weight = rule.weight === "off" ? ("advised" as const) : rule.weight;
      return [rule.id, { weight, level: rule.level, options: defaultOptions(rule) }];
    }),
  ),
};

describe("Windows containers are judged by no rule of Linux, every rule switched on", () => {
  for (const base of BASES) {
    it.each(Object.entries(BODIES))(`${base}: %s`, (_title, body) => {
      const files = {
        Dockerfile: body.replaceAll("BASE", base),
        "compose.yaml": "services:\n  app:\n    build: .\n    ports: ['8080:80']\n",
      };
      const report = inspect({
        project: readProjectFrom(files, { today: TODAY }),
        rules: RULES,
        settings: SETTINGS,
        depths: ["source"],
        version: "0",
      });
      const rulings = report.services.flatMap(({ items, advice }) => [...items.flatMap((item) => item.rulings), ...advice]);
      expect(rulings.flatMap(({ rule, crashed }) => (crashed ? `${rule}: ${crashed}` : []))).toEqual([]);
      const found = rulings.filter(({ rule, ruling }) => ruling === "no" && !SAME_EVERYWHERE.has(rule));
      expect(found.map(({ rule, because }) => `${rule}: ${because}`)).toEqual([]);
    });
  }
});
