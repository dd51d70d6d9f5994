import { describe, expect, it } from 'vitest'
import { questionBefore } from '../../../../src/renderer/pages/lab/saving'

const valley = { name: 'Valley', objective: { id: 'rosenbrock' } }

describe('before a save puts something in the place of a saved experiment', () => {
  it('nothing is asked where it is the same experiment, changed', () => {
    expect(questionBefore(valley, { ...valley })).toBeUndefined()
  })

  it('one is asked where it has another name, or is on another objective', () => {
    const renamed = questionBefore(valley, { ...valley, name: 'Ravine' })
    expect(renamed).toMatchObject({ saved: 'Valley' })
    expect(renamed?.text).toContain('is now called “Ravine”')
    const moved = questionBefore(valley, { ...valley, objective: { id: 'beale' } })
    expect(moved?.text).toContain('is now on Beale, and no more on Rosenbrock')
    const both = questionBefore(valley, { name: 'Ravine', objective: { id: 'beale' } })
    expect(both?.text).toContain('is now called “Ravine” and is now on Beale')
  })
})
