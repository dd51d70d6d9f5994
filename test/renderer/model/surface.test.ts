import { describe, expect, it } from 'vitest'
import { normalTable } from '@core/data/normal'
import { objectiveById } from '@core/objectives'
import type { Objective } from '@core/objectives/contract'
import { boxWith, steadyBox, surfaceOf } from '../../../src/renderer/model/surface'

function regression(rows: number): Objective {
  const kind = objectiveById('linear-regression')
  if (!kind) throw new Error('no linear regression')
  return kind.create({ id: kind.id, gradient: 'mean' }, normalTable(rows, 5))
}

describe('the surface of an objective', () => {
  it('of many rows is that of the rows themselves', () => {
    const objective = regression(3_000)
    const surface = surfaceOf(objective)
    for (const theta of [
      [0, 0],
      [2, -1],
      [0.01, 0.02],
      [-7, 30],
    ]) {
      const exact = objective.value(Float64Array.from(theta))
      expect(Math.abs(surface(Float64Array.from(theta)) / exact - 1)).toBeLessThan(1e-10)
    }
  })

  it('costs the same however many rows there are', () => {
    let calls = 0
    const objective = regression(3_000)
    const counted: Objective = {
      ...objective,
      value: (theta) => {
        calls += 1
        return objective.value(theta)
      },
    }
    const surface = surfaceOf(counted)
    for (let k = 0; k < 1_000; k++) surface(Float64Array.of(k, -k))
    expect(calls).toBe(6)
  })
})

describe('the box worth drawing', () => {
  it('stays as it is while it will do', () => {
    const before = [[-1, 3]] as const
    expect(steadyBox(before, [[-1, 1]])).toBe(before)
    expect(steadyBox(before, [[-1, 4]])).toEqual([[-1, 4]])
    expect(steadyBox(before, [[0, 0.1]])).toEqual([[0, 0.1]])
    expect(steadyBox(undefined, [[0, 1]])).toEqual([[0, 1]])
    expect(
      steadyBox(before, [
        [0, 1],
        [0, 1],
      ]),
    ).toHaveLength(2)
  })

  it('is the objective’s own where the start lies inside', () => {
    expect(boxWith([[-1, 1]], [0.5])).toEqual([[-1, 1]])
  })

  it('reaches past a start outside, and ignores one half typed', () => {
    const [[low, high], free] = boxWith(
      [
        [-1, 1],
        [0, 1],
      ],
      [3, NaN],
    )
    expect(low).toBe(-1)
    expect(high).toBeGreaterThan(3)
    expect(free).toEqual([0, 1])
  })
})
