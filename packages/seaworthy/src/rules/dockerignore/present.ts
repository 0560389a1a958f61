import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { broadCopies } from "../../models/project/broad-copies.js";
import { keepOut } from "../../models/project/ignore-edit.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "dockerignore/present",
  claim: "the build context has an ignore file that Docker reads",
  why: "Without one, `COPY . .` takes all that lies in the folder: the repository's history, installed packages, .env files, earlier builds. It makes builds slow, breaks the cache at every turn, and puts into layers what nobody meant to ship.",
  todo: "Put a `.dockerignore` at the root of the build context (or `<Dockerfile name>.dockerignore` beside the Dockerfile) that names at least `.git`, `.env*` and what is installed or built: `node_modules`, `__pycache__`, `target`, `dist`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DF033"],
  source({ dockerfile, stage, context }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (!context) return unknown("the build context is not in this project");
    const { broad, unclear } = broadCopies(dockerfile, stage, context);
    const { ignore, deadIgnores } = context;
    const first = broad[0];
    const keeps = ignore?.problems.length === 0 && ignore.patterns.some(({ negated }) => !negated);
    if (ignore && keeps) return yes(`Docker reads ${ignore.path}`);
    if (!first) {
      if (unclear) return unknown("what this source takes is not known", unclear);
      return notApplicable("the build takes named files and source folders alone");
    }
    const dead = deadIgnores[0];
    const instead = dead ? `; ${dead.path} is not read: ${dead.because}` : "";
    if (!ignore) return no(finding(`\`${first.written}\` is taken without an ignore file${instead}`, first.place));
    const problem = ignore.problems[0];
    if (problem) return no(finding(`${ignore.path} stops the build: ${problem.message}`, problem.place));
    return no(finding(`${ignore.path} keeps nothing out${instead}`, first.place));
  },
  fix(service, _options, seen) {
    return keepOut(service, "secrets", seen);
  },
  examples: [
    {
      title: "at the root of the context",
      says: "yes",
      files: { Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n", ".dockerignore": "node_modules\n.git\n.env*\n" },
    },
    { title: "none", says: "no", files: "FROM node:22-slim\nWORKDIR /app\nCOPY «.» .\n" },
  ],
});
