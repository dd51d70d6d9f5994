import { curvatureAt, type Curvature } from '../curvature'
import type { Objective } from '../objectives/contract'
import { minimumOf } from '../plan'
import type { Finding } from '../reasons/contract'
import { scalesOf } from '../scales'
import { fallsAround, type End } from './minimum'

/** What there is to add to how a run ended. */
export interface Remark {
  readonly finding: Finding
  /** Whether it is known to have come to a place that is no minimum. */
  readonly notMinimum?: true
}

/**
 * By the steepest curvature c, a gradient g points to a stationary point g / c away; this share of the
 * objective's size away, the run has all but settled on it. Where the slope is next to nothing, or as far
 * as the run's last step goes, it may be further off: a twentieth of the box is what the eye calls there.
 */
const near = 1e-3
const around = 0.05
/** A gradient of this share of the objective's own slope is next to nothing. */
const slight = 1e-3
/** Curvatures smaller than this share of the largest count as none: differences of gradients keep no more digits. */
const flat = 1e-6
/** Nothing moves at a gradient below this share of the objective's own slope, and at such a curvature over its size. */
const still = 1e-9
/** What a plateau's curvature would have to be multiplied by, in squares of that size, to lead to the minimum. */
const ripple = 1_000
/** What a plateau's slope would have to hold for, in sizes of the objective, to lead there. */
const faraway = 100

const rangeOf = ({ smallest, largest }: Curvature): Curvature => ({ smallest, largest })

const sizeOfCurvature = ({ smallest, largest }: Curvature): number =>
  Math.max(Math.abs(largest), Math.abs(smallest))

/** Whether nothing would ever move here. */
function isStill(objective: Objective, { gradientNorm }: End, curvature: Curvature): boolean {
  const { slope, size } = scalesOf(objective)
  return sizeOfCurvature(curvature) * size < still * slope && gradientNorm < still * slope
}

/** A slope so slight that at this rate the minimum would be far out of sight. */
function plateau(objective: Objective, end: End, curvature: Curvature): Remark | undefined {
  const { loss, gradientNorm } = end
  const lowest = minimumOf(objective)
  const isFlat =
    lowest === undefined
      ? isStill(objective, end, curvature)
      : loss - lowest > faraway * gradientNorm * scalesOf(objective).size
  if (!isFlat) return undefined
  const above = lowest === undefined ? null : loss - lowest
  return { finding: { kind: 'plateau', values: { ...rangeOf(curvature), above } }, notMinimum: true }
}

/** A minimum that is not the lowest one: the bowl around it can't reach down to that. */
function localMinimum(objective: Objective, end: End, { smallest }: Curvature): Remark | undefined {
  const lowest = minimumOf(objective)
  if (lowest === undefined) return undefined
  const above = end.loss - lowest
  const depth = end.gradientNorm ** 2 / (2 * smallest)
  if (!(above > 10 * depth)) return undefined
  return { finding: { kind: 'local-minimum', values: { above } } }
}

/** A point where gradient and curvature vanish, or all but: flat all around, or falling somewhere. */
function flatPoint(objective: Objective, end: End, curvature: Curvature): Remark | undefined {
  const plain = plateau(objective, end, curvature)
  if (plain !== undefined && minimumOf(objective) !== undefined) return plain
  if (!fallsAround(objective, end)) return plain
  return { finding: { kind: 'degenerate-saddle', values: rangeOf(curvature) }, notMinimum: true }
}

/** Whether a gradient is small beside what the downward curvature makes of the objective's size. */
function isNearTop(objective: Objective, { gradientNorm }: End, steep: number): boolean {
  if (gradientNorm <= near * steep) return true
  return gradientNorm <= around * steep && gradientNorm <= slight * scalesOf(objective).slope
}

/** Whether a run that made so large a change last was still on its way: where it happens to be says nothing. */
export const isInFlight = (objective: Objective, change: number): boolean =>
  change > around * scalesOf(objective).size

/** What kind of point a run has settled on, or is about to, where that is not the lowest there is. */
export function stationaryKind(objective: Objective, end: End): Remark | undefined {
  const { size } = scalesOf(objective)
  const curvature = curvatureAt(objective, end.theta)
  if (!curvature) return undefined
  const { largest, smallest } = curvature
  const scale = sizeOfCurvature(curvature)
  // A quadratic that curves downwards nowhere has neither saddle nor plateau.
  if (objective.constantCurvature && smallest >= -flat * scale) return undefined
  if (isStill(objective, end, curvature)) return flatPoint(objective, end, curvature)
  // Ripples on a plain make no saddle of it.
  if (end.loss - (minimumOf(objective) ?? NaN) > ripple * scale * size * size) {
    return plateau(objective, end, curvature)
  }
  if (smallest < -flat * scale) {
    if (!isNearTop(objective, end, -smallest * size)) return plateau(objective, end, curvature)
    const kind = largest > flat * scale ? 'saddle' : 'maximum'
    return { finding: { kind, values: rangeOf(curvature) }, notMinimum: true }
  }
  if (end.gradientNorm > near * scale * size) return plateau(objective, end, curvature)
  return smallest > flat * scale
    ? localMinimum(objective, end, curvature)
    : flatPoint(objective, end, curvature)
}
