import { describe, expect, it } from "vitest";
import { isAsked, settingOf } from "../engine/settings.js";
import { RULES } from "../rules/index.js";
import { ConfigError } from "./keys.js";
import { readHadolintConfig } from "./read-hadolint.js";
import { settingsFrom } from "./settings.js";

const read = (text: string) => readHadolintConfig(".hadolint.yaml", text, RULES);
const none = { only: [], skip: [], strict: false, baseline: new Set<string>() };
const options = (text: string, id: string) => {
  const rule = RULES.find((one) => one.id === id);
  return rule && settingOf(rule, settingsFrom(read(text), none, RULES)).options;
};
const refused = (text: string) => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ConfigError) return `${error.at?.line}:${error.at?.column} ${error.message}`;
    throw error;
  }
  return null;
};

describe("hadolint's config", () => {
  it("asks for nothing where it is empty", () => {
    for (const text of ["", "# nothing\n", "---\n", "ignored:\noverride:\ntrustedRegistries:\nlabel-schema:\n"])
      expect(read(text), text).toMatchObject({ of: "hadolint", waivers: [], levels: [], left: [], policy: { failOn: null } });
  });

  it("ignored codes are waived without a reason, each at its line", () => {
    const { waivers } = read("ignored:\n  - DL3008\n  - SC2086\n");
    expect(waivers).toMatchObject([
      { ignore: ["DL3008"], line: 2, reason: null, foreign: "hadolint", files: null },
      { ignore: ["SC2086"], line: 3 },
    ]);
    expect(settingsFrom(read("ignored: [DL3002]\n"), none, RULES).waivers).toMatchObject([
      { by: ".hadolint.yaml:1", foreign: "hadolint", reach: { file: null, ranges: null } },
    ]);
  });

  it("an override is the level of what is found under that code, the worse of two", () => {
    const { levels } = read("override:\n  error: [DL3008]\n  warning: [SC2086]\n  info: [DL3008, DL3015]\n  style: [DL3059]\n");
    expect(levels.findLast(({ name }) => name === "DL3008")?.level).toBe("error");
    expect(Object.fromEntries(levels.map(({ name, level }) => [name, level]))).toEqual({
      DL3008: "error",
      SC2086: "warning",
      DL3015: "info",
      DL3059: "info",
    });
  });

  it("an override wakes a rule that is off", () => {
    const rule = RULES.find(({ id }) => id === "craft/inline-waivers");
    if (!rule) throw new Error("the rule is gone");
    expect(isAsked(rule, settingsFrom(read(""), none, RULES))).toBe(false);
    expect(isAsked(rule, settingsFrom(read("override: { warning: [DL1001] }\n"), none, RULES))).toBe(true);
  });

  it("registries and labels are options of the rules about them", () => {
    expect(options("trustedRegistries: [docker.io, '*.gcr.io']\n", "craft/trusted-registries")).toEqual({
      trusted: ["docker.io", "*.gcr.io"],
    });
    expect(options("trustedRegistries: docker.io\n", "craft/trusted-registries")).toEqual({ trusted: ["docker.io"] });
    const schema = "label-schema: { author: text, version: semver, any: '' }\nstrict-labels: true\n";
    const labels = ["author=text", "version=semver", "any=text"];
    expect(options(schema, "craft/required-labels")).toMatchObject({ labels });
    expect(options(schema, "craft/label-format")).toMatchObject({ labels });
    expect(options(schema, "craft/declared-labels")).toMatchObject({ labels, strict: true });
    expect(options("strict-labels: true\n", "craft/declared-labels")).toMatchObject({ labels: [], strict: true });
  });

  it("its threshold is ours; none and ignore are its lowest, no-fail is ours of none", () => {
    const failOn = (text: string) => read(text).policy.failOn;
    expect(["error", "warning", "info", "style", "ignore", "none"].map((word) => failOn(`failure-threshold: ${word}\n`))).toEqual(
      ["error", "warning", "info", "info", "info", "info"],
    );
    expect(failOn("failure-threshold: error\nno-fail: true\n")).toBe("none");
    expect(failOn("no-fail: false\n")).toBeNull();
  });

  it("its comments can be switched off", () => {
    expect([...read("disable-ignore-pragma: true\n").withoutPragmas]).toEqual(["hadolint"]);
    expect([...read("disable-ignore-pragma: false\n").withoutPragmas]).toEqual([]);
  });

  it("what has no meaning here is told", () => {
    expect(read("format: json\nno-color: true\nignored: [DL3005, DL3008]\noverride: { info: [DL9999] }\n").left).toEqual([
      "format",
      "no-color",
      "DL3005",
      "DL9999",
    ]);
  });

  it("knows every code that hadolint has", () => {
    const gaps = [3005, 3017, 3031, 3039];
    const codes = Array.from({ length: 68 }, (_, index) => 3000 + index).filter((number) => !gaps.includes(number));
    const all = [1001, ...codes, 4000, 4001, 4003, 4004, 4005, 4006].map((number) => `DL${number}`);
    expect(all).toHaveLength(71);
    expect(read(`ignored: [${all.join(", ")}]\n`).left).toEqual([]);
  });

  it("what hadolint would not understand is refused with its place", () => {
    expect(refused("ignore: [DL3008]\n")).toBe("1:1 unknown key `ignore` in hadolint's config: did you mean `ignored`?");
    expect(refused("ignored:\n  - dl3008\n")).toBe(
      "2:5 `dl3008` is no code of hadolint's, DL or SC and four digits: did you mean `DL3008`?",
    );
    expect(refused("override: { fatal: [DL3008] }\n")).toMatch(/^1:13 unknown key `fatal` in `override`/);
    expect(refused("override: [DL3008]\n")).toMatch(/`override` must be a mapping/);
    expect(refused("failure-threshold: high\n")).toMatch(/^1:20 `failure-threshold` is `high`: it must be one of style, info/);
    expect(refused("no-fail: 1\n")).toMatch(/`no-fail` must be true or false/);
    expect(refused("label-schema: { version: semvar }\n")).toMatch(/`semvar`: .*did you mean `semver`\?/);
    expect(refused("ignored: [DL3008\n")).toMatch(/^\d+:\d+ /);
    expect(refused("- DL3008\n")).toMatch(/hadolint's config must be a mapping/);
    expect(refused("ignored: []\n---\nignored: []\n")).toMatch(/one document/);
  });
});
