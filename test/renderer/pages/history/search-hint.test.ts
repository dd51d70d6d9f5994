import { describe, expect, it } from 'vitest'
import { searchHint } from '../../../../src/renderer/pages/history/search-hint'
import { record } from './records'

const runs = [record(), record({ id: 2, schedule: { id: 'cosine', warmup: 0, final: 0 } })]

describe('a search that can not find what was meant', () => {
  it('is told which numbers there are', () => {
    const hint = searchHint('adam rate>0.1', runs)
    expect(hint).toMatch(/^No run here has a number called “rate”\./)
    expect(hint).not.toContain('schedule')
    for (const name of ['seed', 'best', 'lr', 'beta1']) expect(hint).toContain(name)
  })

  it('is told that a word has no more and less', () => {
    expect(searchHint('schedule>cosine', runs)).toMatch(/^No run here has a number called “schedule”\./)
  })

  it('is told that a number is missing, or written with a comma', () => {
    expect(searchHint('lr >=', runs)).toContain('“lr>=” is not finished')
    expect(searchHint('lr<0,05', runs)).toContain('decimals are written with a point, as in lr<0.05')
  })

  it('is left alone where it is right', () => {
    const fine = ['', 'adam', 'lr>=0.1 best<1e-6', '"lr>="', 'schedule=cosine', 'LR = 0.01', 'a,b']
    expect(fine.map((query) => searchHint(query, runs))).toEqual(fine.map(() => ''))
  })
})
