import { describe, expect, it } from 'vitest'
import type { ExperimentRecord } from '../../../../src/main/contract'
import { listed } from '../../../../src/renderer/pages/experiments/listed'

const saved = (id: number, name: string, objectiveLabel = 'Rosenbrock'): ExperimentRecord => ({
  id,
  name,
  objectiveLabel,
  runs: 2,
  createdAt: id,
  updatedAt: id,
  trashedAt: null,
})

describe('the list of saved experiments', () => {
  const all = [saved(3, 'Sweep 10'), saved(2, 'sweep 9'), saved(1, 'Old Faithful', 'Linear regression')]
  const names = (query: string, order: 'changed' | 'name') =>
    listed(all, query, order).map(({ name }) => name)

  it('keeps the order of change, or sorts by name with numbers as numbers', () => {
    expect(names('', 'changed')).toEqual(['Sweep 10', 'sweep 9', 'Old Faithful'])
    expect(names('', 'name')).toEqual(['Old Faithful', 'sweep 9', 'Sweep 10'])
  })

  it('finds every word in name or objective', () => {
    expect(names('REGRESSION old', 'changed')).toEqual(['Old Faithful'])
    expect(names('sweep regression', 'changed')).toEqual([])
  })
})
