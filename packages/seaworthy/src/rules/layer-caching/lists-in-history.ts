import { noOr, notApplicable } from "../../core/answer.js";
import { askHistory } from "../../models/image/history-file.js";
import { listUpdates } from "../../models/project/list-updates.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "layer-caching/lists-in-history",
  claim: "no layer of the image was made by fetching package lists for a later one",
  why: "A layer that only fetches the lists is cached for weeks, while the one that installs is built again: it then asks for versions that the mirrors have dropped, or installs old ones with known holes.",
  todo: "Join the two RUNs: `RUN apt-get update && apt-get install -y --no-install-recommends … && rm -rf /var/lib/apt/lists/*`; with apk write `apk add --no-cache …`.",
  weight: "required",
  level: "warning",
  since: "0.2.0",
  subject: "built",
  catches: true,
  aliases: ["CIS-DI-0007"],
  image(image) {
    const answer = askHistory(image, (dockerfile, stage) =>
      noOr(listUpdates(dockerfile, [stage]).findings, () => notApplicable("the history shows no lists that are fetched apart")),
    );
    return answer ?? notApplicable("the history tells of no command");
  },
  examples: [
    {
      title: "a layer of lists alone",
      says: "no",
      image: {
        history: [
          { createdBy: "RUN /bin/sh -c apt-get update # buildkit", created: null, comment: "", layer: 0 },
          { createdBy: "RUN /bin/sh -c apt-get install -y tini # buildkit", created: null, comment: "", layer: 1 },
        ],
      },
    },
  ],
});
