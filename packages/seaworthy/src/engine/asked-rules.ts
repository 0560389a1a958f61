import type { GroupId, ItemId } from "../checklist.js";
import { ITEM_IDS } from "../checklist.js";
import type { Answer, Level } from "../core/answer.js";
import { type Lanes, lanesOf } from "../core/fingerprint.js";
import type { ItemVerdict, Ruling, Scope, Weight } from "../core/report.js";
import type { AnyRule, OptionValues } from "../rule.js";
import { judgedWhenForeign, type Probes } from "./ask.js";
import { judge } from "./judge.js";
import { isAsked, type Settings, settingOf } from "./settings.js";

/** A rule that a run asks, with all that is the same for every service; one shape for rules of every make. */
export class AskedRule implements Probes {
  readonly rule: AnyRule;
  readonly id: AnyRule["id"];
  readonly subject: AnyRule["subject"];
  readonly catches: true | undefined;
  readonly source: AnyRule["source"];
  readonly image: AnyRule["image"];
  readonly trial: AnyRule["trial"];
  readonly needs: AnyRule["needs"];
  readonly aliases: readonly string[];
  readonly aliasForm: string | null;
  readonly todo: string;
  /** null for a rule that is asked of every service. */
  readonly scope: Exclude<Scope, "service"> | null;
  readonly weight: Weight;
  readonly level: Level;
  /** The config names the level. */
  readonly levelIsSet: boolean;
  readonly options: OptionValues;
  /** It is asked of images that are not built here, too. */
  readonly whenForeign: boolean;
  /** Where it is explained: the path of its page below the documentation's root. */
  readonly docs: string;
  #lanes: Lanes | null = null;
  #notAsked: Ruling | null = null;
  #last: Ruling | null = null;
  /** The latest rulings without a finding, by their reasons. */
  #quiet: Map<string, Ruling> | null = null;

  constructor(rule: AnyRule, settings: Settings) {
    const setting = settingOf(rule, settings);
    this.rule = rule;
    this.id = rule.id;
    this.subject = rule.subject;
    this.catches = rule.catches;
    this.source = rule.source;
    this.image = rule.image;
    this.trial = rule.trial;
    this.needs = rule.needs;
    this.aliases = rule.aliases ?? NO_ALIASES;
    this.aliasForm = rule.aliasForm ?? null;
    this.todo = rule.todo;
    this.scope = rule.scope === undefined || rule.scope === "service" ? null : rule.scope;
    this.weight = setting.weight;
    this.level = setting.level;
    this.levelIsSet = setting.levelIsSet === true;
    this.options = setting.options;
    this.whenForeign = judgedWhenForeign(rule);
    this.docs = `docs/rules/${rule.id}.md`;
  }

  /** What the fingerprints of its findings begin with. */
  get lanes(): Lanes {
    this.#lanes ??= lanesOf(`${this.id}\u0000`);
    return this.#lanes;
  }

  /** The ruling where no probe looks at what was inspected. */
  get notAsked(): Ruling {
    this.#notAsked ??= this.#without("not asked", "no probe at an inspected depth");
    return this.#notAsked;
  }

  /** What the source's answer without a finding makes of the rule. Thousands of services get the same, word for word: it is kept once. */
  quiet({ says, because }: Answer): Ruling {
    const last = this.#last;
    if (last !== null && last.ruling === says && last.because === because) return last;
    this.#quiet ??= new Map();
    let found = this.#quiet.get(because);
    if (found?.ruling !== says) {
      found = this.#without(says, because);
      // What names a file of its own has no like; the common ones come back soon.
      if (this.#quiet.size >= MOST_QUIET) this.#quiet.clear();
      this.#quiet.set(because, found);
    }
    this.#last = found;
    return found;
  }

  #without(ruling: Ruling["ruling"], because: string): Ruling {
    const depth = ruling === "not asked" ? null : "source";
    return {
      rule: this.id,
      aliases: this.aliases,
      weight: this.weight,
      scope: this.scope ?? "service",
      ruling,
      depth,
      because,
      todo: this.todo,
      crashed: null,
      overruled: NONE,
      findings: NONE,
    };
  }
}

const NONE: readonly never[] = Object.freeze([]);
const MOST_QUIET = 20;

/** An item of the report with its required rules, by their indices. */
export class AskedItem {
  readonly item: ItemId;
  readonly required: readonly number[];
  /** The latest verdicts over rulings without a finding, the last that was asked for first. */
  readonly #known: ItemVerdict[] = [];

  constructor(item: ItemId, required: readonly number[]) {
    this.item = item;
    this.required = required;
  }

  /** The verdict over the rulings of a run; services of one kind have it in common. */
  verdict(rulings: readonly Ruling[]): ItemVerdict {
    if (this.#hasFindings(rulings)) return this.#over(rulings);
    const known = this.#known;
    for (let at = 0; at < known.length; at++) {
      const one = known[at] as ItemVerdict;
      if (!this.#isOver(one.rulings, rulings)) continue;
      known[at] = known[0] as ItemVerdict;
      known[0] = one;
      return one;
    }
    const made = this.#over(rulings);
    if (known.length >= MOST_KNOWN) known.pop();
    known.unshift(made);
    return made;
  }

  #over(rulings: readonly Ruling[]): ItemVerdict {
    const own: Ruling[] = [];
    for (let at = 0; at < this.required.length; at++) own.push(rulings[this.required[at] as number] as Ruling);
    const { verdict, depth } = judge(own);
    return { item: this.item, verdict, depth, rulings: own };
  }

  #hasFindings(rulings: readonly Ruling[]): boolean {
    for (let index = 0; index < this.required.length; index++)
      if ((rulings[this.required[index] as number] as Ruling).findings.length > 0) return true;
    return false;
  }

  #isOver(own: readonly Ruling[], rulings: readonly Ruling[]): boolean {
    for (let index = 0; index < own.length; index++) if (own[index] !== rulings[this.required[index] as number]) return false;
    return true;
  }
}

const MOST_KNOWN = 12;

const NO_ALIASES: readonly string[] = Object.freeze([]);

/** The rules of a run in their order, and by their indices what becomes of their rulings. */
export interface AskedRules {
  readonly rules: readonly AskedRule[];
  /** The items of the report, each with its required rules. A run of some rules reports their items alone. */
  readonly items: readonly AskedItem[];
  readonly advice: readonly number[];
}

const KNOWN = new WeakMap<Settings, { readonly rules: readonly AnyRule[]; readonly asked: AskedRules }>();

/** The rules that these settings ask; found once for settings that judge many projects. */
export function askedRules(all: readonly AnyRule[], settings: Settings): AskedRules {
  const known = KNOWN.get(settings);
  if (known?.rules === all) return known.asked;
  const rules = all.filter((rule) => isAsked(rule, settings)).map((rule) => new AskedRule(rule, settings));
  const required = new Map<GroupId, number[]>();
  const advice: number[] = [];
  for (const [index, { id, weight }] of rules.entries()) {
    const group = groupOf(id);
    if (weight === "advised" || group === "craft") advice.push(index);
    if (weight !== "required") continue;
    const indices = required.get(group);
    if (indices) indices.push(index);
    else required.set(group, [index]);
  }
  const items = ITEM_IDS.map((item) => new AskedItem(item, required.get(item) ?? [])).filter(
    (one) => settings.only.length === 0 || one.required.length > 0,
  );
  const asked = { rules, items, advice };
  KNOWN.set(settings, { rules: all, asked });
  return asked;
}

function groupOf(rule: string): GroupId {
  return rule.slice(0, rule.indexOf("/")) as GroupId;
}
