/** Of several repetitions; in seconds. */
export interface Timing {
  readonly median: number
  /** Quartiles: half of all repetitions lie between them. */
  readonly low: number
  readonly high: number
  readonly repetitions: number
}

export function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1)
  const below = sorted[Math.floor(at)]
  return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)] - below)
}

/** @param scale seconds are multiplied by it: of a hundredth of the work, 100; a step of it, 1 / steps */
export function timingOf(seconds: readonly number[], scale = 1): Timing {
  const sorted = seconds.map((each) => each * scale).sort((a, b) => a - b)
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    repetitions: sorted.length,
  }
}

interface Effort {
  readonly least?: number
  readonly most?: number
  /** To go on for, once there are enough repetitions. */
  readonly seconds?: number
}

/** Seconds of each repetition of a work; the first ones, in which it is compiled, are left out. */
export async function repeated(
  work: () => unknown,
  { least = 7, most = 200, seconds = 1.5 }: Effort = {},
): Promise<readonly number[]> {
  const samples: number[] = []
  const warm = performance.now() + (seconds * 1_000) / 4
  do await work()
  while (performance.now() < warm)
  const end = performance.now() + seconds * 1_000
  while (samples.length < least || (performance.now() < end && samples.length < most)) {
    const begun = performance.now()
    await work()
    samples.push((performance.now() - begun) / 1_000)
  }
  return samples
}

/** Seconds of some repetitions; undefined where it can't be done on this machine. */
export type Contestant = () => Promise<readonly number[] | undefined>

/**
 * Contestants one after the other, several times over: a machine that others use as well is slower
 * for a while now and then, and that is to fall on all of them.
 */
export async function inTurn<Name extends string>(
  contestants: Readonly<Record<Name, Contestant>>,
  rounds = 4,
): Promise<ReadonlyMap<string, readonly number[] | undefined>> {
  const all = new Map<string, readonly number[] | undefined>()
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries<Contestant>(contestants)) {
      const seconds = await measure()
      all.set(name, seconds && [...(all.get(name) ?? []), ...seconds])
    }
  }
  return all
}
