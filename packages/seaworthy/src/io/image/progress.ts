import type { LayerSource } from "./image-source.js";

/** How far the reading is. */
export interface ImageProgress {
  /** Stored bytes that were read, of those that there are to read. */
  readonly bytes: number;
  readonly allBytes: number;
  readonly layers: number;
  readonly allLayers: number;
}

/** Counts what is read, and says so. */
export class Progress {
  private bytes = 0;
  private allBytes = 0;
  private layers = 0;
  private allLayers = 0;
  private readonly tell: ((progress: ImageProgress) => void) | undefined;

  constructor(tell: ((progress: ImageProgress) => void) | undefined) {
    this.tell = tell;
  }

  begin(layers: readonly LayerSource[]): void {
    this.allLayers = layers.length;
    // What streamed by while the image was opened counts too.
    this.allBytes = Math.max(this.allBytes, this.bytes + layers.reduce((sum, { size }) => sum + (size ?? 0), 0));
  }

  /** Where the layers are not known yet. */
  expect(bytes: number): void {
    this.allBytes = bytes;
  }

  readonly onBytes = (count: number): void => {
    this.bytes += count;
    this.say();
  };

  onLayer(): void {
    this.layers++;
    this.say();
  }

  private say(): void {
    const { bytes, allBytes, layers, allLayers } = this;
    this.tell?.({ bytes, allBytes: Math.max(allBytes, bytes), layers, allLayers });
  }
}
