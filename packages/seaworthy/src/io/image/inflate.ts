import { inflateRawSync, inflateSync } from "node:zlib";
import type { Tools } from "../../models/package/evidence.js";

/** What reading packages needs of zlib. */
export const PACKAGE_TOOLS: Tools = {
  inflate(packed, form, most) {
    try {
      const options = { maxOutputLength: Math.max(most, 1) };
      return form === "raw" ? inflateRawSync(packed, options) : inflateSync(packed, options);
    } catch {
      return null;
    }
  },
};
