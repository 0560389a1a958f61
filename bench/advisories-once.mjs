// One match in a fresh process, for advisories.mjs: prints milliseconds and counts as JSON.
import { readFileSync } from "node:fs";
import { matchPackages, openDatabase } from "../packages/seaworthy/dist/api.js";

const [path, listed, os] = process.argv.slice(2);
const packages = JSON.parse(readFileSync(listed, "utf8"));
const facts = { os: JSON.parse(os), repositories: null, today: "2026-11-27", maxAgeDays: 100, unread: [] };
const began = performance.now();
const database = await openDatabase(path);
const opened = performance.now();
const { matches, gaps } = await matchPackages(packages, facts, database);
const done = performance.now();
console.log(JSON.stringify({ open: opened - began, match: done - opened, matches: matches.length, gaps }));
