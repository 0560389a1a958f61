import { describe, expect, it } from "vitest";
import { maySpeak } from "./read.js";

describe("a Dockerfile that may speak to a tool", () => {
  it.each([
    "FROM a\n# seaworthy ignore=craft/one-cmd -- why\n",
    "# seaworthy file-ignore=*\nFROM a\n",
    "FROM a\n#hadolint ignore=DL3008\n",
    "FROM a\n# tally global ignore=all\n",
    "FROM a\n  # SHELLCHECK disable=SC2086\n",
    "# check=error=true\nFROM a\n",
    "#Check = skip=all\nFROM a\n",
    "FROM a\nUSER root # trivy:ignore:DS-0002\n",
    "FROM a\n# tfsec:ignore:x # trivy:ignore:y\n",
  ])("may by a comment: %j", (text) => {
    expect(maySpeak(text)).toBe(true);
  });

  it.each(["FROM a\nHEALTHCHECK CMD check=1\n", "# syntax=x\n# we check later\nFROM hadolint/hadolint\n", ""])(
    "may not: %j",
    (text) => {
      expect(maySpeak(text)).toBe(false);
    },
  );
});
