import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, isFix } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { verifiedDownload } from "../../models/dockerfile/edit/verified-download.js";
import { type BuildDownload, buildDownloads } from "../../models/project/build-downloads.js";
import { withoutUnusedDownload } from "../../models/project/unused-download.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "pinned-versions/downloads-pinned",
  claim: "what the build downloads by address is a version that the address names, or is verified",
  why: "An address without a version serves whatever its owner publishes today: the same commit builds another image tomorrow, and a script that is piped into a shell can be anything.",
  todo: "Name the version in the address and compare a checksum: `ADD --checksum=sha256:… https://example.com/tool-1.2.3.tgz`; install tools by copying them from a versioned image where there is one.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  source(service) {
    if (service.foreign) return notApplicable("the image is not built here");
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const downloads = buildDownloads(dockerfile, stage);
    const judged = downloads.filter((one) => one.kind !== "key");
    if (judged.length === 0) return notApplicable("the build downloads nothing by address");
    const found = judged.flatMap((one) => findingsOf(dockerfile.path, one));
    return noOr(found, () => {
      const open = judged.find((one) => !one.verified && one.address === null);
      if (open) return unknown("the address of a download is a variable", placeOf(dockerfile, open));
      return yes(
        judged.length === 1
          ? "the download names a version or is verified"
          : `all ${judged.length} downloads name a version or are verified`,
      );
    });
  },
  fix(service, _, { findings, checksum }) {
    const { dockerfile } = service;
    if (!dockerfile) return [];
    const how = { safety: "review", order: "instruction" } as const;
    return findings.flatMap((one) => {
      const unused = fixEach([one], { ...how, title: "leave out a download that nothing uses" }, ({ range }) =>
        withoutUnusedDownload(service, dockerfile, range),
      );
      if (unused.some(isFix)) return unused;
      return fixEach([one], { ...how, title: "compare the download with the checksum that it has now" }, ({ range }) =>
        verifiedDownload(dockerfile, range, checksum),
      );
    });
  },
  examples: [
    { title: "a version", says: "yes", files: "FROM alpine:3.22\nADD https://example.com/tool-1.2.3.tgz /tmp/\n" },
    {
      title: "run unseen",
      says: "no",
      files: "FROM debian:12-slim\nRUN «curl -fsSL https://example.com/install.sh» | sh\n",
    },
  ],
});

function findingsOf(file: string, { range, address, kind, runBy, verified, versioned }: BuildDownload): readonly Finding[] {
  if (verified || versioned || address === null) return [];
  const place = { file, range };
  if (kind === "run") return [finding(`${address} names no version and is run by ${runBy ?? "the shell"} unseen`, place)];
  return [finding(`${address} names no version: tomorrow it may be another file`, place)];
}
