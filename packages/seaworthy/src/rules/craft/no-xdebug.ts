import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { type Node, placeOf } from "../../core/place.js";
import { callsAny } from "../../models/dockerfile/written.js";
import { keptPackages } from "../../models/shell/kept-packages.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/no-xdebug",
  claim: "the shipped stage does not install Xdebug",
  why: "Xdebug slows every request down and opens a debugger's port: it belongs into the image of developers.",
  todo: "Install it in a stage of its own (`FROM app AS dev`), which is built for development alone.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/php/no-xdebug-in-final-image"],
  source({ dockerfile, stage }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const { runs } = stage.facts;
    const called = callsAny(dockerfile, PROGRAMS);
    const findings: Finding[] = [];
    const add = (node: Node) => findings.push(finding("Xdebug ships with the app", placeOf(dockerfile, node)));
    for (const run of runs) {
      for (const { name, word } of keptPackages(run)) if (name.includes("xdebug") && PACKAGE.test(name)) add(word);
      if (!called || run.script === null) continue;
      for (const command of run.script.commands) {
        if (INSTALLERS.has(command.name ?? "") && command.words.slice(1).some(({ text }) => EXTENSION.test(text))) add(command);
      }
    }
    if (findings.length === 0 && !called) return notApplicable("no extension of PHP is installed");
    if (findings.length === 0 && !runs.some(({ script }) => script?.commands.some(({ name }) => INSTALLERS.has(name ?? ""))))
      return notApplicable("no extension of PHP is installed");
    return noOr(findings, () => yes("no debugger is among the extensions"));
  },
  examples: [
    { title: "what the app needs", says: "yes", files: "FROM php:8.4-fpm\nRUN docker-php-ext-install opcache pdo_mysql\n" },
    {
      title: "the debugger too",
      says: "no",
      files: "FROM php:8.4-fpm\nRUN «pecl install xdebug-3.4.5» && «docker-php-ext-enable xdebug»\n",
    },
  ],
});

const PACKAGE = /^(?:php[\d.]*-)?(?:pecl-)?xdebug$|^php\d*-pecl-xdebug\d*$/;
const EXTENSION = /^["']?xdebug(?:-[\d.]+\S*)?["']?$/;
const PROGRAMS = ["pecl", "pie", "docker-php-ext-enable", "docker-php-ext-install", "install-php-extensions"];
const INSTALLERS: ReadonlySet<string> = new Set(PROGRAMS);
