import type { FileWatch, Json, LayerWatcher, PassingFile } from "../image/layer-watcher.js";
import { ContentRules } from "./content-rules.js";
import { placeOfFile } from "./file-place.js";
import { isNamedFile, LARGEST_NAMED, namedHits } from "./named-file.js";
import { SecretScan } from "./secret-scan.js";
import { weighIn } from "./weigh.js";

/** The name under which a layer's credentials are found. */
export const SECRETS = "secrets";
/** Changed with every change of what is found in the same bytes. */
const VERSION = "1";

/**
 * Looks for credentials in the files of layers as they pass: in texts, by content; for each file that holds any a list of
 * `[rule or "named", description or "", line or null, certain]`. Never a value.
 */
export function secretWatcher(): LayerWatcher {
  const rules = new ContentRules();
  return {
    id: SECRETS,
    version: VERSION,
    file: (file) => (file.size < 8 ? null : new SecretWatch(rules, file)),
  };
}

class SecretWatch implements FileWatch {
  private readonly file: PassingFile;
  private readonly scan: SecretScan;
  /** The whole of a small file whose name speaks of credentials. */
  private readonly whole: Uint8Array | null;
  private read = 0;
  private scanning = true;

  constructor(rules: ContentRules, file: PassingFile) {
    this.file = file;
    this.scan = new SecretScan(rules, weighIn(file.path), file.size);
    this.whole = isNamedFile(file.path) && file.size <= LARGEST_NAMED ? new Uint8Array(file.size) : null;
  }

  chunk(bytes: Uint8Array): boolean {
    if (this.scanning) this.scanning = this.scan.chunk(bytes);
    if (this.whole && this.read + bytes.length <= this.whole.length) this.whole.set(bytes, this.read);
    this.read += bytes.length;
    return this.scanning || this.whole !== null;
  }

  end(): Json {
    const { path } = this.file;
    const hits: Json[] = this.scan.hits().map(({ rule, line, certain }) => [rule, "", line, certain]);
    const lines = new Set(hits.map((hit) => (hit as readonly Json[])[2]));
    if (this.whole) {
      const text = this.whole.includes(0) ? null : Buffer.from(this.whole.buffer, 0, this.whole.length).toString();
      for (const { description, line, certain } of namedHits(path, text, placeOfFile(path))) {
        if (line === null ? hits.length === 0 : !lines.has(line)) hits.push(["named", description, line, certain]);
      }
    }
    return hits.length > 0 ? hits : null;
  }
}
