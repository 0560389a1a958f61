import { ITEMS, type ItemId } from "../checklist.js";
import type { Level } from "../core/answer.js";
import type { ItemVerdict, ReportedFinding, ReportedPlace, ReportedService, Ruling } from "../core/report.js";

/** Items in the order in which their faults hurt: what gives an attacker the host or the keys first, what costs time last. */
const BY_HARM: readonly ItemId[] = [
  "no-secrets",
  "least-privilege",
  "non-root-user",
  "graceful-shutdown",
  "healthcheck",
  "image-scanning",
  "pinned-versions",
  "multi-stage-build",
  "minimal-base-image",
  "dockerignore",
  "layer-caching",
  "structured-logging",
];
const LEVELS: Readonly<Record<Level, number>> = {
  error: 0,
  warning: 1,
  info: 2,
};

/** A required ruling that stands in the way of its item, with what is still open of it. */
export interface OpenRuling {
  readonly item: ItemId;
  readonly ruling: Ruling;
  readonly findings: readonly ReportedFinding[];
}

/** The open nos of a service, what matters most first. */
export function openRulings(service: ReportedService): readonly OpenRuling[] {
  return service.items
    .flatMap((item) =>
      item.rulings
        .filter((ruling) => ruling.ruling === "no")
        .map((ruling) => ({
          item: item.item as ItemId,
          ruling,
          findings: ruling.findings.filter((one) => !one.waived),
        })),
    )
    .filter((open) => open.findings.length > 0)
    .sort((a, b) => worstLevel(a.findings) - worstLevel(b.findings) || BY_HARM.indexOf(a.item) - BY_HARM.indexOf(b.item));
}

function worstLevel(findings: readonly ReportedFinding[]): number {
  return Math.min(...findings.map((finding) => LEVELS[finding.level]));
}

/** Services with the most unmet items first, then the most unproven; equal ones keep their order. */
export function worstFirst(services: readonly ReportedService[]): readonly ReportedService[] {
  const weights = new Map(services.map((service) => [service, weightOf(service)]));
  const weight = (service: ReportedService) => weights.get(service) ?? 0;
  return [...services].sort((a, b) => weight(b) - weight(a));
}

function weightOf(service: ReportedService): number {
  let weight = 0;
  for (const { verdict } of service.items) weight += verdict === "unmet" ? 100 : verdict === "unproven" ? 1 : 0;
  return weight;
}

/** The ruling that best explains a verdict: the worst open no, else the first unknown, else the first yes. */
function decidingRuling(item: ItemVerdict): Ruling | null {
  const open = item.rulings
    .filter((ruling) => ruling.ruling === "no" && ruling.findings.some((finding) => !finding.waived))
    .sort((a, b) => worstLevel(a.findings) - worstLevel(b.findings));
  return (
    open[0] ??
    item.rulings.find((ruling) => ruling.ruling === "unknown") ??
    item.rulings.find((ruling) => ruling.ruling === "no") ??
    item.rulings.find((ruling) => ruling.ruling === "yes") ??
    item.rulings[0] ??
    null
  );
}

/** Why an item has its verdict, in one line, and where that is seen. */
export function reasonOf(item: ItemVerdict): { readonly text: string; readonly place: ReportedPlace | null } {
  const ruling = decidingRuling(item);
  if (!ruling) return { text: "no rule was asked", place: null };
  const finding = ruling.findings.find((one) => !one.waived) ?? ruling.findings[0];
  if (!finding) return { text: ruling.because, place: null };
  return { text: finding.waived ? `waived: ${finding.waived.reason}` : finding.message, place: finding.place };
}

/** Advice of a service that is open: it changes no verdict. */
export function openAdvice(service: ReportedService): readonly Ruling[] {
  return service.advice.filter((ruling) => ruling.ruling === "no" && ruling.findings.some((finding) => !finding.waived));
}

export function titleOf(item: string): string {
  return ITEMS.find((one) => one.id === item)?.title ?? item;
}
