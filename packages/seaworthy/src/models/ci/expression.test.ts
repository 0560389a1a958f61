import { describe, expect, test } from "vitest";
import { evaluate, interpolate, pieces, type Scope, truth } from "./expression.js";

const scope: Scope = (path) => {
  if (path === "github.event_name") return "push";
  if (path === "env.on") return "true";
  if (path === "inputs.flag") return false;
  if (path.startsWith("vars.")) return { switches: [path] };
  return { switches: [] };
};

describe("expressions of GitHub Actions", () => {
  test.each([
    ["true", true],
    ["'a' == 'A'", true],
    ["'it''s' == 'it''s'", true],
    ["github.event_name == 'push'", true],
    ["github.event_name != 'schedule' && !inputs.flag", true],
    ["github['event_name'] == 'push'", true],
    ["null == 0", true],
    ["'' == 0", true],
    ["'true' == true", false],
    ["inputs.flag || env.on == 'true'", true],
    ["github.event_name == 'push' && 1 || 0", 1],
    ["contains('a,b', 'b')", true],
    ["startsWith('refs/tags/v1', 'REFS/TAGS')", true],
    ["always()", true],
    ["!cancelled()", true],
    ["failure()", false],
    ["false && vars.x", false],
    ["vars.x && false", false],
    ["vars.x || true", true],
    ["2 > 1 && 1 <= 1", true],
  ])("%s", (text, value) => expect(evaluate(text, scope)).toBe(value));

  test("what is not known names the settings that it hangs on", () => {
    expect(evaluate("vars.a == 'on' && github.ref == 'x' && vars.b", scope)).toEqual({ switches: ["vars.a", "vars.b"] });
    expect(evaluate("github.ref == 'refs/heads/main'", scope)).toEqual({ switches: [] });
    expect(truth(evaluate("vars.a", scope))).toBeNull();
  });

  test.each(["(", "a b", "'open", "a &&", "f(", "a[", "&&", "a.", "${{ a }}", `${"(".repeat(5000)}1`, "!".repeat(5000)])(
    "broken text %# is unknown and does not throw",
    (text) => expect(truth(evaluate(text, scope))).toBeNull(),
  );

  test("texts around expressions are put together", () => {
    expect(interpolate("x-${{ github.event_name }}-${{ env.on }}", scope)).toBe("x-push-true");
    expect(interpolate("${{ inputs.flag }}", scope)).toBe(false);
    expect(interpolate("x-${{ vars.y }}", scope)).toEqual({ switches: ["vars.y"] });
    expect(pieces("a ${{ b").map((piece) => piece.text)).toEqual(["a ${{ b"]);
  });
});
