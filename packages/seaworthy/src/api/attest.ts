import type { Report } from "../core/report.js";
import { VERSION } from "../core/version.js";
import { enveloped, readSigningKey } from "../io/attestation/envelope.js";
import { now } from "../io/clock.js";
import { pathAt } from "../io/given-paths.js";
import {
  CERTIFICATE_TYPE,
  type Certificate,
  type Statement,
  SUMMARY_TYPE,
  statement,
  summaryOf,
} from "../models/attestation/statement.js";
import { reasonOf } from "../report/rank.js";
import type { Certified, CertifiedImage } from "./certify.js";

/**
 * Statements about the images of a run, a line each as in-toto's bundles have them: our certificate and SLSA's summary of each image, in envelopes
 * where a key signs them. Throws UsageError for a key that cannot be read.
 */
export function attestations(certified: Certified, signing: { readonly key: string; readonly cwd: string } | null): string {
  const key = signing && readSigningKey(pathAt(signing.key, signing.cwd), signing.key);
  const time = `${now()}Z`;
  const lines = certified.images.flatMap((image) => {
    const certificate = certificateOf(certified.report, image, certified.tree, time);
    const both: readonly Statement<unknown>[] = [
      statement(image.reference, image.id, CERTIFICATE_TYPE, certificate),
      statement(image.reference, image.id, SUMMARY_TYPE, summaryOf(certificate)),
    ];
    return both.map((one) => {
      const text = JSON.stringify(one);
      return key ? JSON.stringify(enveloped(text, key)) : text;
    });
  });
  return lines.map((line) => `${line}\n`).join("");
}

function certificateOf(report: Report, image: CertifiedImage, tree: Certified["tree"], time: string): Certificate {
  const service = report.services.find(({ name }) => name === image.service);
  const { trial } = image;
  return {
    certificateVersion: 1,
    tool: VERSION,
    time,
    image: image.reference,
    imageId: image.id,
    platform: image.platform,
    service: image.service,
    source: { commit: tree.commit, clean: tree.clean },
    depths: ["source", "image", ...(trial ? (["trial"] as const) : [])],
    items: (service?.items ?? []).map((item) => ({
      item: item.item,
      verdict: item.verdict,
      depth: item.depth,
      because: reasonOf(item).text,
    })),
    database: image.database,
    trial: trial && {
      engine: `${trial.engine.kind} ${trial.engine.version}`,
      startedAt: trial.startedAt,
      drills: Object.entries(trial.drills).map(([drill, done]) => ({ drill, outcome: done.ran ? "done" : done.reason })),
      deployed: trial.conditions.deployed,
      hardened: trial.hardened !== null,
    },
  };
}
