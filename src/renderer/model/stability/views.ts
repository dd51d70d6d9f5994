import { curvatureAt } from '@core/curvature'
import { rateAt, stabilityOf } from '@core/diagnosis/stability'
import type { Objective } from '@core/objectives/contract'
import { parameterSeries } from '@core/plan'
import { modesOf } from '@core/stability/modes'
import type { RunRecord } from '../../../main/contract'
import type { CurveChartProps, CurveView } from '../chart-data'
import type { Curve } from '../curves/curves'
import { formatNumber } from '../format'
import { planOf } from './lens'

/** The picture of a run's stability along its path. */
export type StabilityPicture = Pick<CurveChartProps, 'title' | 'yTitle' | 'curves' | 'levels' | 'yScale'>

/** Points of the path that curvature is worked out at: of rows of data each takes its time. */
const most = { points: 400, pointsOfRows: 60, modes: 8 } as const

/** The parameters of every point, one after the other; undefined where they were not read. */
function columnsOf(curve: Curve, dimension: number): readonly Float64Array[] | undefined {
  const columns = parameterSeries(dimension).map((name): Float64Array | undefined => curve.series[name])
  return columns.every((column) => column !== undefined) ? columns : undefined
}

/** The error along each eigenvector, where the objective is a quadratic with a known minimum. */
function errorsAlong(
  curve: Curve,
  objective: Objective,
  theta: readonly Float64Array[],
): StabilityPicture | undefined {
  const modes = modesOf(objective)
  if (!modes) return undefined
  const shown =
    modes.length <= most.modes ? modes : [...modes.slice(0, most.modes / 2), ...modes.slice(-most.modes / 2)]
  const x = curve.iterations.subarray(0, curve.length)
  const curves = shown.map(({ curvature, errors }, index): CurveView => ({
    key: `mode:${index}`,
    label: `curvature ${formatNumber(curvature)}`,
    style: index,
    x,
    y: errors(theta, curve.length),
  }))
  return { title: 'Error along each eigenvector', yTitle: '|error|', curves, yScale: 'log' }
}

/** The learning rate times the largest curvature along the path, against the bound; else the curvatures. */
function curvatureAlong(
  run: RunRecord,
  curve: Curve,
  objective: Objective,
  theta: readonly Float64Array[],
): StabilityPicture | undefined {
  const plan = planOf(run, objective)
  const points = objective.rows > 0 ? most.pointsOfRows : most.points
  const count = Math.min(curve.length, points)
  if (count < 2) return undefined
  const picked = Array.from({ length: count }, (_, k) => Math.round((k * (curve.length - 1)) / (count - 1)))
  const x = Float64Array.from(picked, (index) => curve.iterations[index])
  const there = picked.map((index) =>
    curvatureAt(
      objective,
      Float64Array.from(theta, (column) => column[index]),
    ),
  )
  const line = (key: string, label: string, style: number, of: (index: number) => number): CurveView => ({
    key,
    label,
    style,
    x,
    y: Float64Array.from(picked, (_, k) => of(k)),
  })
  const bound = plan?.dialect.stableBelow?.(plan.run.hyper)
  if (plan && bound !== undefined) {
    const product = (k: number): number =>
      stabilityOf(plan, rateAt(plan, x[k] + 1), there[k]?.largest)?.product ?? NaN
    return {
      title: 'Learning rate × largest curvature',
      yTitle: 'product',
      curves: [line('product', 'along the path', 0, product)],
      levels: [{ value: bound, label: `unstable from ${formatNumber(bound)} on` }],
      yScale: 'linear',
    }
  }
  return {
    title: 'Curvature along the path',
    yTitle: 'curvature',
    curves: [
      line('largest', 'largest', 0, (k) => there[k]?.largest ?? NaN),
      line('smallest', 'smallest', 1, (k) => there[k]?.smallest ?? NaN),
    ],
    yScale: 'linear',
  }
}

/** Undefined where the parameters of the run were not recorded, or are still on their way. */
export function stabilityPicture(
  run: RunRecord,
  curve: Curve,
  objective: Objective,
): StabilityPicture | undefined {
  const theta = curve.length > 0 ? columnsOf(curve, objective.dimension) : undefined
  return theta && (errorsAlong(curve, objective, theta) ?? curvatureAlong(run, curve, objective, theta))
}
