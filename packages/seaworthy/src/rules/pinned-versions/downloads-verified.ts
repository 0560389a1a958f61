import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { verifiedDownload } from "../../models/dockerfile/edit/verified-download.js";
import { type BuildDownload, buildDownloads } from "../../models/project/build-downloads.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "pinned-versions/downloads-verified",
  claim: "what the build downloads by address is compared with a checksum or signature",
  why: "An address serves what its owner, or whoever took it over, puts there today. A checksum makes a swapped file fail the build instead of shipping.",
  todo: 'Name the version in the address and compare a checksum: `ADD --checksum=sha256:… https://…`, or `echo "<sha256>  tool.tgz" | sha256sum -c -` behind curl; save install scripts, check them, then run them.',
  weight: "advised",
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
      return yes(judged.length === 1 ? "the download is verified" : `all ${judged.length} downloads are verified`);
    });
  },
  fix({ dockerfile }, _, { findings, checksum }) {
    const how = {
      title: "compare the download with the checksum that it has now",
      safety: "review",
      order: "instruction",
    } as const;
    return fixEach(findings, how, ({ range }) => (dockerfile ? verifiedDownload(dockerfile, range, checksum) : null));
  },
  examples: [
    {
      title: "a checksum",
      says: "yes",
      files:
        "FROM alpine:3.22\nADD --checksum=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef https://example.com/tool-1.2.tgz /tmp/\n",
    },
    {
      title: "run unseen",
      says: "no",
      files: "FROM debian:12-slim\nRUN «curl -fsSL https://example.com/install.sh» | sh\n",
    },
  ],
});

function findingsOf(file: string, { range, address, kind, runBy, verified }: BuildDownload): readonly Finding[] {
  if (verified) return [];
  const place = { file, range };
  if (kind === "run") return [finding(`${address ?? "a script"} is run by ${runBy ?? "the shell"} without a look at it`, place)];
  if (address === null) return [];
  return [finding(`${address} is downloaded without a checksum or signature`, place)];
}
