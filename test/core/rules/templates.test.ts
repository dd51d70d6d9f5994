import { describe, expect, test } from 'vitest'
import { dialectOfRule } from '@core/rules/dialect'
import { ruleFrom, templates } from '@core/rules/templates'
import { advance, begin, subjects } from '../optimizers/drive'
import { rosenbrock } from '../optimizers/problems'

/** What no rule can say: searches, systems of equations, and a minimum that is known. */
const beyondRules = ['armijo (paper)', 'polyak (paper)', 'polyak (optax)', 'newton (paper)', 'lbfgs (paper)']

const typed = subjects.flatMap((subject) => {
  const rule = ruleFrom(subject.optimizer, subject.dialectId)
  return rule ? [{ ...subject, rule }] : []
})

/** Some settings of every method that are not its defaults. */
const unusual: Readonly<Record<string, number | boolean>> = {
  weightDecay: 0.03,
  momentum: 0.5,
  centered: true,
  dampening: 0.25,
  epsRoot: 1e-3,
  lrDecay: 0.1,
}

describe('methods typed as rules', () => {
  test('all but those that search or solve have such a form', () => {
    const names = typed.map(({ name }) => name)
    expect(subjects.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual(beyondRules)
  })

  test.each(typed)('$name: the same trajectory, to the last bit', ({ dialect, rule }) => {
    const own = dialectOfRule(rule)
    if (!own) throw new Error('the rule can not be read')
    for (const settings of [{}, unusual]) {
      const hyper = Object.fromEntries(Object.entries(settings).filter(([name]) => name in dialect.hyper))
      const start = [-1.2, 1]
      const expected = advance(dialect, rosenbrock, begin(dialect, start, hyper), 300)
      expect(advance(own, rosenbrock, begin(own, start, hyper), 300)).toEqual(expected)
    }
  })

  test('the textbook has its ten among the templates', () => {
    const labels = templates().map(({ key }) => key)
    for (const id of 'gd momentum nag adagrad adadelta rmsprop adam adamax amsgrad nadam'.split(' '))
      expect(labels).toContain(id)
  })
})
