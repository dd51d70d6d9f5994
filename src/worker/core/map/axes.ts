import type { HyperSpecs, NumberHyper } from '../hyper'
import type { Issue } from '../issues'

/** A hyper-parameter along one side of a map, from its one edge to the other. */
export interface MapAxis {
  /** Of the method, as in the experiment file. */
  readonly name: string
  readonly scale: 'linear' | 'log'
  readonly from: number
  readonly to: number
}

/** What a map shows: two hyper-parameters, or one alone, in `size` pixels along each side. */
export interface MapSides {
  readonly x: MapAxis
  readonly y: MapAxis | null
  readonly size: number
}

/** Digits of a value: neighbours differ in fewer, and it can be read and typed. */
const digits = 8

/** The value that a pixel stands for, which is the one in its middle. */
export function valueOf({ scale, from, to }: MapAxis, index: number, size: number): number {
  const share = (index + 0.5) / size
  const value = scale === 'log' ? from * (to / from) ** share : from + share * (to - from)
  return Number(value.toPrecision(digits))
}

/** The pixel that a value falls into; it may be beyond the edge. */
export function indexOf({ scale, from, to }: MapAxis, value: number, size: number): number {
  const share = scale === 'log' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from)
  return Math.floor(share * size)
}

export const rowsOf = ({ y, size }: MapSides): number => (y ? size : 1)

/** The values of all pixels along an axis. */
export const valuesOf = (axis: MapAxis, size: number): readonly number[] =>
  Array.from({ length: size }, (_, index) => valueOf(axis, index, size))

function isWithin({ min, minExclusive, max, maxExclusive }: NumberHyper, value: number): boolean {
  const aboveLow = minExclusive ? value > min : value >= min
  return aboveLow && (maxExclusive ? value < max : value <= max)
}

function axisIssues(axis: MapAxis, path: string, size: number, specs: HyperSpecs): Issue[] {
  const spec = specs[axis.name]
  if (spec?.kind !== 'number') {
    const names = Object.keys(specs).filter((name) => specs[name].kind === 'number')
    return [
      {
        path: `${path}.name`,
        message: `must be one of ${names.join(', ')}, got ${JSON.stringify(axis.name)}`,
      },
    ]
  }
  if (axis.scale === 'log' && !(axis.from > 0))
    return [{ path: `${path}.from`, message: `must be > 0 on a log scale, got ${axis.from}` }]
  if (!(axis.from < axis.to))
    return [{ path: `${path}.to`, message: `must be above from, ${axis.from}, got ${axis.to}` }]
  const ends = [valueOf(axis, 0, size), valueOf(axis, size - 1, size)]
  const outside = ends.findIndex((value) => !isWithin(spec, value))
  if (outside < 0) return []
  const low = `${spec.minExclusive ? '>' : '>='} ${spec.min}`
  const high = spec.max === Number.MAX_VALUE ? '' : ` and ${spec.maxExclusive ? '<' : '<='} ${spec.max}`
  const end = outside === 0 ? 'from' : 'to'
  return [
    { path: `${path}.${end}`, message: `must be such that ${axis.name} is ${low}${high}, got ${axis[end]}` },
  ]
}

/** What is wrong with the sides of a map of a method. */
export function sideIssues({ x, y, size }: MapSides, specs: HyperSpecs): Issue[] {
  const issues = [...axisIssues(x, 'x', size, specs), ...(y ? axisIssues(y, 'y', size, specs) : [])]
  if (issues.length > 0 || y?.name !== x.name) return issues
  return [
    { path: 'y.name', message: `must be another hyper-parameter than x has, got ${JSON.stringify(y.name)}` },
  ]
}
