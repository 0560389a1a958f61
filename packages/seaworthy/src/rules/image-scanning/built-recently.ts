import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { daysSince } from "../../models/image/age.js";
import { settingPlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "image-scanning/built-recently",
  claim: "the image was built within the last month",
  why: "An image keeps the packages of the day on which it was built. Fixes of the months since then are in none of its layers, though the code has not changed.",
  todo: "Build it anew on a newer base, without the cache of old layers (`--pull --no-cache`), and let a schedule do so each month.",
  weight: "required",
  level: "warning",
  since: "0.2.0",
  subject: "built",
  options: { maxDays: { type: "integer", default: 31, minimum: 1, description: "The most days since the image was built." } },
  image(image, { maxDays }) {
    if (image.form === "rootfs") return notApplicable("a root file system does not say when it was made");
    const { created } = image.config;
    if (created === null) return unknown("the image does not say when it was built, as reproducible builds do");
    const days = daysSince(created, image.today);
    if (days === null) return unknown("the date on which the image was built cannot be read");
    const day = created.slice(0, 10);
    if (days < 0) return unknown(`the image says that it was built on ${day}, which is to come`, settingPlace("created"));
    if (days <= maxDays) return yes(`built on ${day}, ${days === 1 ? "1 day" : `${days} days`} ago`);
    return no(finding(`the image was built on ${day}, ${days} days ago`, settingPlace("created")));
  },
  examples: [
    { title: "of this month", says: "yes", image: { today: "2026-11-23", config: { created: "2026-11-10T08:00:00.5Z" } } },
    { title: "of last year", says: "no", image: { today: "2026-11-23", config: { created: "2025-10-01T08:00:00.5Z" } } },
  ],
});
