/** A curve as far as losses go. */
export interface LossCurve {
  readonly iterations: Float64Array
  readonly loss: Float64Array
}

/** Where a curve is first seen at or below a target. */
export interface Reached {
  readonly iteration: number
  /** Iteration of the recorded point before; the crossing lies after it. */
  readonly after: number | undefined
}

/** The first recorded point at or below `target`; undefined where there is none. */
export function firstAtOrBelow({ iterations, loss }: LossCurve, target: number): Reached | undefined {
  const index = loss.findIndex((value) => Number.isFinite(value) && value <= target)
  if (index < 0) return undefined
  return { iteration: iterations[index], after: index > 0 ? iterations[index - 1] : undefined }
}

/** A target to begin with: the lowest loss that every run with a finite one has reached. */
export function commonTarget(bestLosses: readonly number[]): number | undefined {
  const finite = bestLosses.filter(Number.isFinite)
  return finite.length > 0 ? Math.max(...finite) : undefined
}

/** What was typed as a target; undefined for what is no finite number. */
export function parseTarget(text: string): number | undefined {
  const trimmed = text.trim().replaceAll('\u2212', '-')
  if (trimmed === '') return undefined
  const value = Number(trimmed)
  return Number.isFinite(value) ? value : undefined
}
