import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

const scripts = resolve(import.meta.dirname, "../../../scripts");
const bundler = (file: string) => import(pathToFileURL(join(scripts, file)).href);
const { lateConstants } = await bundler("late-constants.mjs");
const { linked } = await bundler("link-chunk.mjs");

const NAMES = new Map([["other.js", "other"]]);

/** Runs a chunk; `made` notes what calls of `note` made, in order. */
function run(text: string, other: Record<string, unknown> = {}, lateOfOther: readonly string[] = []) {
  const made: string[] = [];
  const note = (name: string, value: unknown) => {
    made.push(name);
    return value;
  };
  const chunk = lateConstants(text, () => new Set(lateOfOther), NAMES);
  const load = () => Object.assign(other, { note });
  const exports = new Function("__load", `"use strict";${linked(chunk.text, NAMES, chunk.late)}`)(load);
  return { made, exports, text: chunk.text as string };
}

const IMPORT = 'import{note}from"./other.js";';

test("a constant is made when it is first read, and once", () => {
  const { made, exports } = run(
    `${IMPORT}var TABLE=note("TABLE",new Map([["a",1]]));function get(key){return TABLE.get(key)}export{get};`,
  );
  expect(made).toEqual([]);
  expect([exports.get("a"), exports.get("a")]).toEqual([1, 1]);
  expect(made).toEqual(["TABLE"]);
});

test("what is exported is made when another chunk reads it", () => {
  const { made, exports } = run(
    `${IMPORT}var WORDS=note("WORDS",["one","two"]);function first(){return WORDS[0]}export{WORDS as words,first};`,
  );
  expect(made).toEqual([]);
  expect(exports.words).toEqual(["one", "two"]);
  expect(exports.first()).toBe("one");
  expect(made).toEqual(["WORDS"]);
});

test("what another chunk makes late is asked for when it is first read", () => {
  let asked = 0;
  const other = {
    get TABLE() {
      asked++;
      return { a: 1 };
    },
  };
  const { exports } = run('import{TABLE as t,note}from"./other.js";function get(){return{t}}export{get,note};', other, ["TABLE"]);
  expect(asked).toBe(0);
  expect([exports.get(), exports.get()]).toEqual([{ t: { a: 1 } }, { t: { a: 1 } }]);
  expect(asked).toBe(1);
});

test("what one constant alone is made of is made with it, other parts once for all", () => {
  const { made, exports, text } = run(
    `${IMPORT}var PART=note("PART",["part"]),SHARED=note("SHARED",["shared"]),ALL=note("ALL",[...PART,...SHARED]);function all(){return[ALL,SHARED]}export{all};`,
  );
  expect(exports.all()).toEqual([["part", "shared"], ["shared"]]);
  expect(made).toEqual(["PART", "SHARED", "ALL"]);
  expect(text).not.toContain("PART$");
});

test("what is changed, what depends on the moment and what is short stays where it is", () => {
  const { made, exports } = run(
    `${IMPORT}var count=note("count",{value:0});count=note("again",{value:1});var now=note("now",Date.now()),few=[1,2];function get(){return[count,now,few]}export{get};`,
  );
  expect(made).toEqual(["count", "again", "now"]);
  expect(exports.get()[0]).toEqual({ value: 1 });
});

test("names of properties and of inner things are left alone, and a clash is refused", () => {
  const body =
    'var TABLE=["a","b","c","d","e"];function get(x){let y={TABLE:1};return[x.TABLE,y.TABLE,TABLE.length]}export{get};';
  expect(run(body).exports.get({ TABLE: 2 })).toEqual([2, 1, 5]);
  const shadowed = 'var TABLE=["a","b","c","d","e"];function get(TABLE){return TABLE}export{get};';
  expect(run(shadowed).exports.get(7)).toBe(7);
  expect(() => run(`function TABLE$(){}${body}`)).toThrow("TABLE$ is taken");
});
