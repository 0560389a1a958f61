import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { hasShellScript } from "../../models/shellcheck/scripts.js";
import type { FileChecks } from "../../models/shellcheck/shell-checks.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/shellcheck",
  claim: "ShellCheck finds nothing in the shell scripts that build, check and start the image",
  why: "Most of a Dockerfile is shell: an unquoted variable, a `cd` that fails unseen or a test that is always true breaks a build or a start months after it was written.",
  todo: "Correct the script, or say why it is right: `# shellcheck disable=SC2086` above the command, in a Dockerfile also `# hadolint ignore=SC2086`. https://www.shellcheck.net/wiki/ has a page for each code.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["shellcheck"],
  aliasForm: "SC####",
  needs: { shellcheck: true },
  source(service) {
    const { dockerfile, entryScripts, project } = service;
    if (!hasShellScript(service)) return notApplicable("there is no shell script");
    const { shellChecks } = project;
    if (!shellChecks) return unknown("ShellCheck was not asked");
    const paths = [...(dockerfile ? [dockerfile.path] : []), ...entryScripts.map(({ path }) => path)];
    const files = [...new Set(paths)].flatMap((path) => shellChecks.files.get(path) ?? []);
    return noOr(files.flatMap(findingsOf), () => {
      const [first] = files.flatMap(({ unchecked }) => unchecked);
      if (first) return unknown(first.because, first.place);
      if (files.length === 0) return unknown(shellChecks.because ?? "ShellCheck was not asked");
      const checked = files.reduce((sum, one) => sum + one.checked, 0);
      return yes(`ShellCheck finds nothing in ${checked === 1 ? "the one shell script" : `${checked} shell scripts`}`);
    });
  },
  examples: [
    {
      title: "quoted",
      says: "yes",
      files: 'FROM debian:13-slim\nARG TARGET=/opt/app\nRUN mkdir -p "$TARGET"\n',
      shellcheck: [],
    },
    {
      title: "what a directory is called decides what is removed",
      says: "no",
      files: "FROM debian:13-slim\nRUN dir=$(cat /etc/app-dir) \\\n # the old version\n && rm -rf «$dir»/cache\n",
      shellcheck: [{ code: "SC2086", level: "info", message: "Double quote to prevent globbing and word splitting." }],
    },
  ],
});

function findingsOf({ remarks }: FileChecks): readonly Finding[] {
  return remarks.map(({ code, level, message, place }) =>
    finding(`${code}: ${message.replace(/\.$/, "")}`, place, { level, aliases: [code] }),
  );
}
