import { describe, expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import { shippedFinder } from "./shipped-files.js";

function ships(dockerfile: string, path: string, more: Record<string, string> = {}): boolean {
  const project = readProjectFrom({ Dockerfile: dockerfile, [path]: "x\n", "other.js": "", ...more });
  const [service] = project.services;
  if (!service?.stage || !service.context) throw new Error("no service");
  return shippedFinder(service.stage, service.context)(path) !== null;
}

describe("shippedFinder", () => {
  it.each([
    "FROM a\nCOPY . /app\n",
    "FROM a\nCOPY conf/.env /app/\n",
    "FROM a AS b\nCOPY . /app\nFROM a\nCOPY --from=b /app /srv\n",
    "FROM a AS b\nCOPY . /app\nFROM a\nCOPY --from=b / /\n",
    "FROM a AS b\nCOPY conf/.env /etc/settings\nFROM a AS c\nCOPY --from=b /etc/settings /x/\nFROM a\nCOPY --from=c /x/settings /y\n",
    "FROM a AS b\nWORKDIR /app\nCOPY conf ./conf\nFROM a\nCOPY --from=b /app/conf/.env /\n",
  ])("%j ships it", (dockerfile) => expect(ships(dockerfile, "conf/.env")).toBe(true));
  it.each([
    "FROM a\nCOPY other.js /app\n",
    "FROM a AS b\nCOPY . /app\nFROM a\nCOPY --from=b /app/dist /srv\n",
    "FROM a AS b\nCOPY . /app\nRUN rm /app/conf/.env\nFROM a\nCOPY --from=b /app /srv\n",
    "FROM a AS b\nCOPY . /app\nFROM a\n",
    "FROM a AS b\nCOPY conf/.env /etc/settings\nFROM a\nCOPY --from=b /etc/other /y\n",
  ])("%j does not", (dockerfile) => expect(ships(dockerfile, "conf/.env")).toBe(false));
  it("does not ship what the ignore file keeps out", () =>
    expect(ships("FROM a\nCOPY . /app\n", "conf/.env", { ".dockerignore": "**/.env\n" })).toBe(false));
});
