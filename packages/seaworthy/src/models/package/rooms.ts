/** As many as layers are read at once. */
const MOST_KEPT = 2;
const LARGEST_KEPT = 128 * 1024 * 1024;
const LEAST = 1024 * 1024;

/**
 * Memory that files take in turn: to have fresh memory for each of many large files, none of which is needed for longer than a moment,
 * costs more than to copy them. What is in a room that was taken is what the last one left there.
 */
export class Rooms {
  private readonly free: Uint8Array[] = [];

  /** At least so many bytes. */
  take(size: number): Uint8Array {
    const fitting = this.free.findIndex((room) => room.length >= size);
    const [room] = fitting < 0 ? [] : this.free.splice(fitting, 1);
    if (room) return room;
    let length = LEAST;
    while (length < size) length *= 2;
    return Buffer.allocUnsafeSlow(length);
  }

  give(room: Uint8Array): void {
    if (room.length > LARGEST_KEPT) return;
    this.free.push(room);
    // The largest stay.
    this.free.sort((a, b) => a.length - b.length);
    if (this.free.length > MOST_KEPT) this.free.shift();
  }
}
