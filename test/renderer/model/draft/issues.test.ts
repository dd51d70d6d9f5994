// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { parseExperiment } from '@core/experiment'
import { elementOf, faultAt, inWords, issuesAt, reveal } from '../../../../src/renderer/model/draft/issues'
import { firstExperiment } from '../../../../src/renderer/model/draft/first'

function brokenIssues() {
  const draft = firstExperiment()
  draft.runs[1].hyper.lr = -1
  draft.runs[2].batch = 501
  const parsed = parseExperiment(draft)
  return parsed.ok ? [] : parsed.issues
}

describe('faults at their fields', () => {
  it('finds each at its field, as a sentence', () => {
    expect(faultAt(brokenIssues(), 'runs[1].hyper.lr')).toBe('Must be > 0, got -1')
    expect(faultAt(brokenIssues(), 'runs[0].hyper.lr')).toBeUndefined()
  })

  it('asks for a number where none can be read, before and after a reload', () => {
    const draft = firstExperiment()
    draft.runs[1].hyper.lr = NaN
    draft.iterations = NaN
    draft.start = [NaN, 0]
    for (const document of [draft, JSON.parse(JSON.stringify(draft))]) {
      const parsed = parseExperiment(document)
      const issues = inWords(parsed.ok ? [] : parsed.issues, document)
      for (const field of ['runs[1].hyper.lr', 'iterations', 'start[0]']) {
        expect(faultAt(issues, field)).toBe('Needs a number; decimals are written with a point, as in 0.05')
      }
    }
    const wrong = firstExperiment()
    wrong.runs[1].hyper.lr = -1
    expect(inWords(brokenIssues(), wrong)).toEqual(brokenIssues())
  })

  it('finds what lies below a field, and not what only starts alike', () => {
    const issues = [
      { path: 'runs[1].hyper.lr', message: 'a' },
      { path: 'runs[10].batch', message: 'b' },
      { path: 'starting', message: 'c' },
    ]
    expect(issuesAt(issues, 'runs[1]')).toEqual([issues[0]])
    expect(issuesAt(issues, 'start')).toEqual([])
    expect(issuesAt(issues, 'runs')).toHaveLength(2)
  })

  it('points to the closest element that is there', () => {
    document.body.innerHTML = `
      <div data-field="runs"><div data-field="runs[1]"><i data-field="runs[1].batch"></i></div></div>`
    expect(elementOf(document, 'runs[1].batch')?.tagName).toBe('I')
    expect(elementOf(document, 'runs[1].hyper.lr')?.dataset.field).toBe('runs[1]')
    expect(elementOf(document, 'name')).toBeUndefined()
  })

  it('opens what hides a field before it looks for it', async () => {
    document.body.innerHTML = `<div data-field="runs[1]"></div>`
    const card = elementOf(document, 'runs[1]')
    card?.addEventListener('reveal', () => {
      card.innerHTML = `<div data-field="runs[1].hyper.lr"><input id="lr" /></div>`
    })
    await reveal(document, 'runs[1].hyper.lr')
    expect(document.activeElement?.id).toBe('lr')
  })
})
