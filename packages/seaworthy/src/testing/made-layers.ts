import { LayerPass } from "../io/image/layer-pass.js";
import { TarReader } from "../io/image/tar/tar-reader.js";
import type { LayerContents } from "../models/image/layer-contents.js";
import { Wanted, type WantedFile } from "../models/image/wanted.js";
import { type TarItem, tarOf } from "./tar-writer.js";

/** What one pass over a layer of these entries gives. */
export function layerOf(items: readonly (TarItem | Uint8Array)[], wanted: readonly WantedFile[] = []): LayerContents {
  const pass = new LayerPass({ wanted: new Wanted(wanted), watchers: [] });
  const reader = new TarReader(pass);
  reader.push(tarOf(items));
  reader.finish();
  return pass.contents();
}
