import { describe, expect, test } from "vitest";
import { handoverOf, readEntryScript } from "./last-command.js";
import { offsetsFrom } from "./offsets.js";

const execs = (text: string) => handoverOf(text, offsetsFrom(0)).execs;
const drops = (text: string) => handoverOf(text, offsetsFrom(0)).drops;

describe("whether the last command replaces the shell", () => {
  test.each([
    '#!/bin/sh\nset -e\nexec "$@"\n',
    'exec gosu app "$@"',
    "exec node server.js || exit 1",
    'if [ "$1" = web ]; then exec node web.js; else exec "$@"; fi',
    'case "$1" in web) exec node web.js ;; --help) echo usage; exit 0 ;; *) exec "$@" ;; esac',
    'if [ "$(id -u)" = 0 ]; then chown -R app /data; exec su-exec app "$0" "$@"; fi\nexec "$@"',
    'main() {\n  migrate\n  exec "$@"\n}\nmain "$@"\n',
    "exec java $JAVA_OPTS -jar app.jar\nexit 1",
    '[ -n "$X" ] && exec a\nexec b',
    "exec tini -- node x",
    "exec sh -c 'exec node x'",
    'eval "exec $CMD"',
    "{ echo hi; exec app; }",
    'exec "$@" 2>&1',
  ])("yes: %j", (text) => expect(execs(text)).toBe(true));

  test.each([
    '"$@"',
    "npm run migrate\nnpm start\n",
    "exec node x | tee log",
    "(exec node x)",
    "exec node x &",
    "while true; do node x; done",
    "node x; exit $?",
    "sh -c 'exec node x'",
    "exec sh -c 'migrate && node x'",
    "gosu app node x",
    "exec > /var/log/x\nnode x",
    "node x &\nwait\n",
    'if [ -n "$X" ]; then node a; else node b; fi',
    'main() { "$@"; }\nmain "$@"',
  ])("no: %j", (text) => expect(execs(text)).toBe(false));

  test.each([
    "",
    "# nothing\n",
    "trap 'kill $pid' TERM\nnode x &\npid=$!\nwait $pid\n",
    "trap 'stop=1; kill $pid' TERM\nwhile [ -z \"$stop\" ]; do\n  node x &\n  pid=$!\n  wait $pid\ndone\n",
    '. /start.sh "$@"',
    'case "$1" in dev) npm run dev ;; *) exec "$@" ;; esac',
    "exec sh -c 'node x'",
    "if true; then",
    "f() { f; }\nf",
    `exec ${"x".repeat(300_000)}`,
  ])("not to be told: %.60j", (text) => expect(execs(text)).toBeNull());
});

describe("what drops privileges", () => {
  test.each([
    ['exec gosu app "$@"', ["gosu"]],
    ["exec setpriv --reuid=1000 --regid 1000 --clear-groups -- node x", ["setpriv"]],
    ["exec chroot --userspec=app / node x", ["chroot"]],
    ["sudo -Eu app node x", ["sudo"]],
    ["su - app -c 'node x'", ["su"]],
    ["su -s /bin/sh -c 'node x' app", ["su"]],
    ["runuser -u app -- node x", ["runuser"]],
    ['exec su-exec "$PUID:$PGID" node', ["su-exec"]],
    ['step="gosu $NAME:$GROUP"\n[ "$(id -u)" = 0 ] || step=""\nexec $step /app', ["gosu"]],
    ['step=(su-exec app)\nexec "${step[@]}" node x.js', ["su-exec"]],
  ])("%s", (text, expected) => expect(drops(text)).toEqual(expected));

  test.each([
    "exec gosu root node x",
    "sudo apt-get update",
    "command -v gosu",
    "setpriv --no-new-privs node x",
    "echo gosu app",
    "su",
    "step='gosu root'\nexec $step /app",
    'step="nice gosu"\nother="gosu app"\nexec $step /app',
  ])("nothing in %s", (text) => expect(drops(text)).toEqual([]));
});

test("the place is that of the command that decides", () => {
  const text = '\uFEFF#!/bin/sh\ncase $1 in\n  a) exec a ;;\n  *) node "$(which app)" ;;\nesac\n';
  const reading = readEntryScript("entry.sh", text);
  expect(reading.execs).toBeNull();
  expect(text.slice(...reading.place.range)).toBe('node "$(which app)"');
  expect(reading.command?.name).toBe("node");
  expect(reading.place.file).toBe("entry.sh");
});
