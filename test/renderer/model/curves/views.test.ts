import { describe, expect, it } from 'vitest'
import { unlessSame } from '../../../../src/renderer/model/curves/views'

const x = Float64Array.of(0, 1)
const path = { key: '1', label: 'Run', style: 0, diverged: false, x, theta: [x, x] }

describe('views of runs', () => {
  it('stay the same ones where a run only says again what it has said', () => {
    const before = [path, { ...path, key: '2' }]
    const again = before.map((view) => ({ ...view, theta: [...view.theta] }))
    expect(unlessSame(before, again)).toBe(before)
  })

  it.each([
    ['a run more', [path, path]],
    ['points more', [{ ...path, x: Float64Array.of(0, 1) }]],
    ['another way', [{ ...path, theta: [x, Float64Array.of(0, 1)] }]],
    ['another label', [{ ...path, label: 'Renamed' }]],
    ['another end', [{ ...path, diverged: true }]],
    ['a whole', [{ ...path, whole: undefined }]],
  ])('are new ones with %s', (_, now) => {
    expect(unlessSame([path], now)).toBe(now)
  })

  it('are new ones where there were none', () => {
    const now = [path]
    expect(unlessSame(undefined, now)).toBe(now)
  })
})
