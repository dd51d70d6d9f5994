import { describe, expect, it } from 'vitest'
import { shallowRef } from 'vue'
import { objectiveById } from '@core/objectives'
import type { Objective } from '@core/objectives/contract'
import type { PathView } from '../../../src/renderer/model/chart-data'
import { useSlice } from '../../../src/renderer/model/slice'
import type { Sliced } from '../../../src/renderer/model/sliced'

function rosenbrock(dimension: number): Objective {
  const kind = objectiveById('rosenbrock')
  if (!kind) throw new Error('no Rosenbrock')
  return kind.create({ id: kind.id, dimension })
}

const pathOf = (points: readonly (readonly number[])[]): PathView => ({
  key: 'gd',
  label: 'GD',
  style: 0,
  x: Float64Array.from(points.keys()),
  theta: points[0].map((_, j) => Float64Array.from(points, (point) => point[j])),
})
const bend = pathOf([
  [-1, 1, -1],
  [-0.5, 0.5, 0],
  [0, 0, 0],
  [0.5, 0.2, 0.4],
])
const sliced = (objective: Objective, paths: readonly PathView[] = []) => ({
  objective,
  paths,
  start: objective.defaultStart,
  drawnStarts: [],
})

describe('a slice of an objective', () => {
  it('of two parameters is the objective itself', () => {
    const objective = rosenbrock(2)
    const { slice, startAt } = useSlice(() => sliced(objective))
    const { plane, value, minima, start } = slice.value
    expect(plane?.about).toBe('')
    expect(value(Float64Array.of(3, 4))).toBe(objective.value(Float64Array.of(3, 4)))
    expect(minima).toEqual(objective.minima)
    expect(start).toEqual(objective.defaultStart)
    expect(startAt([1, 2])).toEqual([1, 2])
  })

  it('of more runs along two of them, through the minimum, and moves only those of the start', () => {
    const objective = rosenbrock(3)
    const { slice, axes, startAt } = useSlice(() => sliced(objective))
    expect(slice.value.plane?.about).toContain('the others as at the minimum')
    expect(slice.value.value(Float64Array.of(0, 0))).toBe(objective.value(Float64Array.of(0, 0, 1)))
    axes.value = [2, 0]
    expect(slice.value.value(Float64Array.of(0, -1))).toBe(objective.value(Float64Array.of(-1, 1, 0)))
    expect(slice.value.domain).toHaveLength(2)
    const [first, second] = objective.defaultStart
    expect(startAt([8, 9])).toEqual([9, second, 8])
    expect(first).not.toBe(9)
  })

  it('through three points shows start and minimum where they are', () => {
    const objective = rosenbrock(3)
    const { slice, choice, choices } = useSlice(() => sliced(objective, [bend]))
    expect(choices.value).toHaveLength(3)
    choice.value = 'points'
    const { plane, minima, value, domain, paths } = slice.value
    expect(plane?.about).toContain('the start, the end of the path and the minimum')
    expect(minima.map(({ theta }) => theta)).toEqual([[expect.closeTo(0, 9), expect.closeTo(0, 9)]])
    const [a, b] = paths[0].theta.map((column) => column[0])
    expect(value(Float64Array.of(a, b))).toBeCloseTo(objective.value(Float64Array.of(-1, 1, -1)), 6)
    expect(domain.every(([low, high], axis) => low < [a, b][axis] && [a, b][axis] < high)).toBe(true)
  })

  it('keeps its plane while a run goes on a little, and its choice only for its objective', () => {
    const source = shallowRef(sliced(rosenbrock(3), [bend]))
    const { slice, choice } = useSlice(() => source.value)
    choice.value = 'principal'
    const { plane } = slice.value
    expect(plane?.about).toContain('principal directions')
    source.value = { ...source.value, paths: [{ ...bend, label: 'GD, the same' }] }
    expect(slice.value.plane).toBe(plane)
    expect(slice.value.paths[0].label).toBe('GD, the same')
    source.value = sliced(rosenbrock(4))
    expect(choice.value).toBe('parameters')
    expect(slice.value.plane?.origin).toHaveLength(4)
  })

  it.each([2, 3])('of %i parameters is the same function while a start is moved about', (dimension) => {
    const source = shallowRef<Sliced>(sliced(rosenbrock(dimension)))
    const { slice } = useSlice(() => source.value)
    const { value, domain, minima, paths } = slice.value
    source.value = { ...source.value, start: source.value.start?.map((entry) => entry + 0.01), previews: [] }
    expect(slice.value.start).not.toEqual(sliced(rosenbrock(dimension)).start)
    expect(slice.value.value).toBe(value)
    expect(slice.value.domain).toBe(domain)
    expect(slice.value.minima).toBe(minima)
    expect(slice.value.paths).toBe(paths)
  })

  it('has no plane without runs but two parameters, and none at all of one number', () => {
    const objective = rosenbrock(3)
    const control = useSlice(() => sliced(objective))
    expect(control.choices.value.map(({ value }) => value)).toEqual(['parameters'])
    control.choice.value = 'principal'
    expect(control.slice.value.plane?.about).toContain('along')
    const line = objectiveById('square')?.create({ id: 'square' })
    if (!line) throw new Error('no square')
    expect(useSlice(() => sliced(line)).slice.value.plane).toBeUndefined()
  })
})
