/** Bytes that may lie spare, at the most: what a few runs have under way. */
const mostSpare = 8 * 2 ** 20

/**
 * A thread's shared memory for batches: filled by a run, read by whoever records it, and filled
 * again, by whichever run is next. Memory that is new to the processor costs more than filling it;
 * and as long as a thread never transfers a buffer, none of its arrays has to be looked at for that.
 */
export class Buffers {
  private readonly spare: SharedArrayBuffer[] = []
  private spareBytes = 0

  /** One of so many bytes, whatever they are. */
  take(bytes: number): SharedArrayBuffer {
    const index = this.spare.findLastIndex(({ byteLength }) => byteLength === bytes)
    if (index < 0) return new SharedArrayBuffer(bytes)
    this.spareBytes -= bytes
    return this.spare.splice(index, 1)[0]
  }

  /** Nobody reads these any more. */
  giveBack(buffers: readonly SharedArrayBuffer[]): void {
    for (const buffer of buffers) {
      this.spare.push(buffer)
      this.spareBytes += buffer.byteLength
    }
    while (this.spareBytes > mostSpare) this.spareBytes -= this.spare.shift()?.byteLength ?? 0
  }
}
