import type { Fitted } from './fit'

/** How rows and what is fitted to them lie in a plane of two columns of the data. */
export interface FitPlane {
  /** Numbers of the column along each axis. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly xTitle: string
  readonly yTitle: string
  /** The class of every row, 0 or 1, where dots tell it. */
  readonly classes?: Float64Array
  /** True where a fit is a straight line. */
  readonly isLine: boolean
  /** How high the line of a fit lies at x. */
  at(theta: readonly number[], x: number): number
}

export type PlaneOf = (fitted: Pick<Fitted, 'table' | 'fit'>) => FitPlane

/** The target against the one feature, and what is predicted of it. */
export const targetPlane: PlaneOf = ({ table, fit }) => ({
  x: table.features[0],
  y: table.target,
  xTitle: table.featureNames[0],
  yTitle: table.targetName,
  isLine: fit.predicts === 'number',
  at: (theta, x) => fit.predict(theta, [x]),
})

/** Two features against each other, and where either class is as likely as the other. */
export const boundaryPlane: PlaneOf = ({ table }) => ({
  x: table.features[0],
  y: table.features[1],
  xTitle: table.featureNames[0],
  yTitle: table.featureNames[1],
  classes: table.target,
  isLine: true,
  at: ([across, up, intercept], x) => -(across * x + intercept) / up,
})
