import { describe, expect, test } from 'vitest'
import { firstExperiment } from '../../../../src/renderer/model/draft/first'
import { withObjective } from '../../../../src/renderer/model/draft/edit'
import {
  freeNamesOf,
  makeParameter,
  makeVariable,
  setSlider,
  setText,
  slidersOf,
} from '../../../../src/renderer/model/draft/formula'
import { composedName } from '../../../../src/renderer/model/draft/name'

const typed = (text: string) => {
  const draft = withObjective(firstExperiment(), 'formula')
  setText(draft, text)
  return draft
}

describe('a function that is being typed', () => {
  test('keeps its start while its variables stay, and its sliders while it names them', () => {
    const draft = typed('a x^2')
    makeParameter(draft, 'a')
    draft.start = [3]
    setText(draft, 'a x^4')
    expect(draft.start).toEqual([3])
    expect(slidersOf(draft.objective).map(([name]) => name)).toEqual(['a'])
    setText(draft, 'a x^4 +')
    expect(slidersOf(draft.objective)).toHaveLength(1)
    setText(draft, 'x^4 + y')
    expect(draft.start).toBeUndefined()
    expect(slidersOf(draft.objective)).toEqual([])
  })

  test('turns variables into parameters and back', () => {
    const draft = typed('a x^2 + b')
    expect(freeNamesOf(draft.objective)).toEqual(['a', 'b', 'x'])
    makeParameter(draft, 'a')
    setSlider(draft, 'a', { value: 2, min: 0, max: 4 })
    expect(draft.objective.parameters).toEqual({ a: { value: 2, min: 0, max: 4 } })
    expect(freeNamesOf(draft.objective)).toEqual(['b', 'x'])
    makeVariable(draft, 'a')
    expect(draft.objective.parameters).toEqual({})
  })

  test('of x with an index takes what has no value for a parameter', () => {
    const draft = typed('sum((x[i] - a)^2, i, 1, n)')
    expect(freeNamesOf(draft.objective)).toEqual(['a'])
    draft.objective.dimension = 5
    setText(draft, 'x^2')
    expect(draft.objective.dimension).toBeUndefined()
  })

  test('is the name of its experiment while it is short', () => {
    expect(composedName(typed('x^4'))).toMatch(/ on x\^4$/)
    expect(composedName(typed(`x^4${' + x'.repeat(20)}`))).toMatch(/ on your own function$/)
  })
})
