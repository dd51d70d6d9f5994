// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { compareRoute, runsInQuery } from '../../../src/renderer/model/places'

describe('links to a comparison', () => {
  it('name the runs they are about', () => {
    expect(compareRoute([3, 5])).toEqual({ name: 'compare', query: { runs: '3,5' } })
    expect(runsInQuery('3,5')).toEqual([3, 5])
  })

  it('leave out what is no run', () => {
    expect(runsInQuery('3,3,x,-1,0,2.5,,4')).toEqual([3, 4])
    expect(runsInQuery(undefined)).toEqual([])
    expect(runsInQuery(['3'])).toEqual([])
  })
})
