import { describe, expect, it } from 'vitest'
import { matches, searchTerms } from '../../../src/renderer/model/search'
import { record } from '../pages/history/records'

const finds = (query: string, given = {}): boolean => matches(record(given), searchTerms(query))

describe('searching runs', () => {
  it('looks in label, experiment, objective, optimizer, hyper-parameters, status and note', () => {
    const run = { label: 'My run', experimentName: 'Race', note: 'Overshoots at 40', seed: 3, id: 12 }
    for (const query of [
      'my',
      'RACE',
      'rosen',
      'adam',
      'beta1',
      'finished',
      'overshoots',
      '#12',
      'chapter',
    ]) {
      expect(finds(query, run), query).toBe(true)
    }
    expect(finds('momentum', run)).toBe(false)
  })

  it('wants every word, in any order and place', () => {
    expect(finds('rosenbrock adam')).toBe(true)
    expect(finds('adam beale')).toBe(false)
  })

  it('takes a quoted phrase as one, even while the closing quote is missing', () => {
    expect(finds('"gd against"')).toBe(true)
    expect(finds('"against gd"')).toBe(false)
    expect(finds('"gd aga')).toBe(true)
  })

  it('compares a number where one is named with a sign', () => {
    expect(finds('lr=0.01')).toBe(true)
    expect(finds('lr >= 0.01 lr < 0.02')).toBe(true)
    expect(finds('lr > 0.01')).toBe(false)
    expect(finds('lr=0.0')).toBe(false)
    expect(finds('lr>=0.01 lr<0.02')).toBe(true)
    expect(finds('BETA1>0.9')).toBe(false)
    expect(finds('best<1e-6', { bestLoss: 1e-7 })).toBe(true)
    expect(finds('seed=3', { seed: 3 })).toBe(true)
    expect(finds('gamma>0')).toBe(false)
  })

  it('finds no number in a loss that is none, and no size in a full batch', () => {
    expect(finds('final<1', { finalLoss: NaN })).toBe(false)
    expect(finds('batch>0', { batch: 'full' })).toBe(false)
    expect(finds('batch>0', { batch: 5 })).toBe(true)
  })

  it('lets everything through when nothing is asked', () => {
    expect(finds('')).toBe(true)
    expect(finds('  "" ')).toBe(true)
  })

  it('reads a bound without a number as a word', () => {
    expect(searchTerms('lr=fast')).toEqual([{ kind: 'text', text: 'lr=fast' }])
  })
})
