/** Int32 slots of the memory that the connections of a process share. */
const slot = {
  /** 1 while one of them wants to write before the others. */
  wanted: 0,
  /** 1 while another of them is writing. */
  writing: 1,
} as const

/** How long others let the first go before them, in milliseconds: far longer than it ever takes. */
const longest = 1_000

/**
 * Who writes next, of several connections that threads of one process have to one database. The one
 * that answers people goes before the one that stores what runs send, which would leave it no gap
 * between one transaction and the next.
 */
export class Precedence {
  private readonly slots: Int32Array

  constructor(
    readonly shared = new SharedArrayBuffer(Object.keys(slot).length * Int32Array.BYTES_PER_ELEMENT),
  ) {
    this.slots = new Int32Array(shared)
  }

  /** Whether another connection of this process is in the way. */
  get isTaken(): boolean {
    return Atomics.load(this.slots, slot.writing) === 1
  }

  /** Does `work` while the others begin nothing new. */
  first<Result>(work: () => Result): Result {
    Atomics.store(this.slots, slot.wanted, 1)
    try {
      return work()
    } finally {
      Atomics.store(this.slots, slot.wanted, 0)
      Atomics.notify(this.slots, slot.wanted)
    }
  }

  /** Lets the first go first. Stops the thread meanwhile. */
  letPass(): void {
    Atomics.wait(this.slots, slot.wanted, 1, longest)
  }

  /** From here on the others find it writing, until it says that it is not. */
  writes(is: boolean): void {
    Atomics.store(this.slots, slot.writing, is ? 1 : 0)
  }
}
