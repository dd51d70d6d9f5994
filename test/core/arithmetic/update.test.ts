import { describe, expect, test } from 'vitest'
import { numbersBefore } from '@core/arithmetic/code'
import { assignmentOf } from '@core/python'
import { isOfValues, piecesOf } from '@core/arithmetic/equation'
import { symbolsOf, valueOf } from '@core/arithmetic/symbols'
import { updateAfter, type UpdateValues } from '@core/arithmetic/update'
import { settingsAfter } from '@core/changes'
import { descend, type Progress } from '@core/descend'
import { changeable, type HyperSpec, type HyperSpecs } from '@core/hyper'
import { takesSchedule, type Dialect } from '@core/optimizers/contract'
import { isScheduled, type Plan } from '@core/plan'
import { noStops, planWith } from '../../support/experiments'
import { subjects, type Subject } from '../optimizers/drive'

const data = { source: 'normal', rows: 23, seed: 1 }
const regression = { id: 'linear-regression', data }

/** What a run may have besides its method, and for which methods. */
const settings: readonly {
  readonly name: string
  readonly suits?: (subject: Subject) => boolean
  readonly objective?: Readonly<Record<string, unknown>>
  run(subject: Subject): Readonly<Record<string, unknown>>
}[] = [
  { name: 'nothing else', run: () => ({}) },
  { name: 'another start', objective: { id: 'rosenbrock' }, run: () => ({}) },
  {
    name: 'weight decay',
    suits: ({ dialect }) => 'weightDecay' in dialect.hyper,
    run: () => ({ hyper: { weightDecay: 0.03 } }),
  },
  {
    name: 'a schedule',
    suits: ({ optimizer, dialectId }) => takesSchedule(optimizer, dialectId),
    run: () => ({ schedule: { id: 'cosine', warmup: 3 } }),
  },
  {
    name: 'mini-batches and noise',
    suits: ({ optimizer }) => !optimizer.fullBatchOnly,
    objective: { ...regression, sigma: 0.1 },
    run: () => ({ batch: 5 }),
  },
  { name: 'maximize', suits: ({ optimizer }) => !optimizer.needsMinimum, run: () => ({ maximize: true }) },
  {
    name: 'its flags',
    suits: ({ dialect }) => 'centered' in dialect.hyper,
    run: () => ({ hyper: { centered: true, momentum: 0.5 } }),
  },
  {
    name: 'changes on the way',
    suits: ({ dialect }) => Object.keys(changeable(dialect.hyper)).length > 0,
    run: ({ dialect }) => ({ changes: changesOf(changeable(dialect.hyper)) }),
  },
  {
    name: 'changes on the way under a schedule',
    suits: ({ optimizer, dialectId }) => takesSchedule(optimizer, dialectId),
    run: ({ dialect }) => ({
      schedule: { id: 'cosine', warmup: 3 },
      changes: changesOf(changeable(dialect.hyper)),
    }),
  },
]

/** Another value that a hyper-parameter may have. */
function otherThan(spec: HyperSpec): number | boolean {
  if (spec.kind === 'flag') return !spec.default
  const half = spec.default / 2
  return half > spec.min ? half : Math.min(spec.default + 0.01, spec.max)
}

/** The learning rate where there is one, and later each of the others. */
const changesOf = (specs: HyperSpecs) =>
  Object.entries(specs)
    .toSorted(([a], [b]) => Number(b === 'lr') - Number(a === 'lr'))
    .map(([name, spec], index) => ({ at: 2 + index, set: { [name]: otherThan(spec) } }))

const cases = settings.flatMap((setting) =>
  subjects
    .filter((subject) => setting.suits?.(subject) ?? true)
    .map((subject) => ({ name: `${subject.name}, ${setting.name}`, subject, setting })),
)

const updates = 12

function planOf(subject: Subject, { objective, run }: (typeof settings)[number]): Plan {
  const { optimizer, dialectId } = subject
  const runs = [{ optimizer: optimizer.id, dialect: dialectId, ...run(subject) }]
  return planWith({ objective: objective ?? regression, iterations: updates, runs, stop: noStops })
}

/** Every state of a run that an update follows, and where each of them ends. */
function wayOf(plan: Plan): readonly { readonly saved: Progress; readonly theta: Float64Array }[] {
  const descent = descend(plan)
  const thetas: Float64Array[] = []
  const saved: Progress[] = []
  for (const { theta } of descent.positions) {
    thetas.push(theta.slice())
    saved.push(descent.save())
  }
  return saved.slice(0, -1).map((each, index) => ({ saved: each, theta: thetas[index + 1] }))
}

/** NumPy's functions, of one number. */
const np = {
  sqrt: Math.sqrt,
  abs: Math.abs,
  sign: Math.sign,
  maximum: Math.max,
  minimum: Math.min,
  where: (condition: unknown, yes: number, no: number) => (condition ? yes : no),
}

/** What the code of a dialect comes to in one coordinate. A line of it is an expression of JavaScript too. */
function evaluated(dialect: Dialect, values: UpdateValues, place: number): Record<string, number> {
  const known: Record<string, number> = {}
  for (const [name, value] of Object.entries(numbersBefore(dialect, values))) {
    known[name] = typeof value === 'object' ? value[place] : value
  }
  for (const line of dialect.code) {
    const { name, expression } = assignmentOf(line)
    const work = new Function('np', ...Object.keys(known), `return ${expression}`) as (
      ...given: unknown[]
    ) => number
    known[name] = work(np, ...Object.values(known))
  }
  return known
}

describe('the arithmetic of an update', () => {
  test.each(cases)(
    '$name: its numbers come to the parameters of the run, to the last bit',
    ({ subject, setting }) => {
      const plan = planOf(subject, setting)
      const coordinates = Array.from(plan.start, (_, index) => index)
      for (const { saved, theta } of wayOf(plan)) {
        const values = updateAfter(plan, saved, coordinates)
        expect(values.update).toBe(saved.iteration + 1)
        expect(values.before.theta).toEqual(saved.theta)
        expect(values.after.theta).toEqual(theta)
        for (const place of coordinates) {
          const found = evaluated(plan.dialect, values, place)
          const expected = Object.fromEntries(
            Object.keys(found)
              .filter((name) => name in values.after)
              .map((name) => [name, valueOf({ name, when: 'after' }, values, place)]),
          )
          expect(found).toMatchObject(expected)
        }
        const { base, factor } = values.schedule ?? { base: values.after.lr, factor: 1 }
        expect(values.schedule !== undefined).toBe(isScheduled(plan.run))
        if (typeof base === 'number') expect(base * factor).toBe(values.after.lr)
        const inForce = settingsAfter(plan.run, saved.iteration)
        for (const [name, value] of Object.entries(inForce))
          expect(name === 'lr' ? base : values.after[name]).toBe(Number(value))
      }
    },
  )
})

/** Pieces of equations in words, or of more than one coordinate: nobody can put the numbers of one in. */
const beyondNumbers = [
  // what holds before the first update
  String.raw`\Delta_0 = \eta`,
  String.raw`\eta_1 = \eta`,
  String.raw`\Delta_0 = \eta,\ d_0 = 0`,
  'm_0 = v_0 = 10^{-6}',
  // a system of equations
  String.raw`\left(\nabla^2 J(\theta_{t-1}) + \mu I\right) p_t = \nabla J(\theta_{t-1})`,
  String.raw`s_k = \theta_k - \theta_{k-1}`,
  'y_k = g_{k+1} - g_k',
  String.raw`k = t-10, \ldots, t-1`,
  String.raw`d_t = -H_t\, g_t`,
  String.raw`H_t \text{ by BFGS from the pairs } (s_k, y_k)`,
  String.raw`\text{started at } \frac{s_{t-1}^\top y_{t-1}}{y_{t-1}^\top y_{t-1}}\, I`,
  String.raw`g_{t+1}^\top d_t \ge 0.9\, g_t^\top d_t`,
]

describe('the symbols of a dialect', () => {
  test.each(subjects)('$name: every quantity has a sentence, and stands in an equation', ({ dialect }) => {
    const equations = dialect.equations.join(' ')
    for (const { tex, before, says } of Object.values(dialect.quantities)) {
      expect(says).toMatch(/^[A-Z].*\.$/)
      expect([tex, before].some((form) => form !== undefined && equations.includes(form))).toBe(true)
    }
  })

  test.each(subjects)('$name: every symbol of its equations has a value', (subject) => {
    const { dialect } = subject
    const plan = planOf(subject, settings[0])
    const values = updateAfter(plan, wayOf(plan)[3].saved, [0])
    const symbols = symbolsOf(dialect)
    for (const piece of dialect.equations.flatMap((equation) => piecesOf(equation, symbols))) {
      const tex = piece.map(({ text }) => text).join('')
      if (!isOfValues(piece)) {
        expect(beyondNumbers).toContain(tex)
        continue
      }
      for (const { symbol } of piece)
        if (symbol) expect(valueOf(symbol, values, 0), `${symbol.tex} in ${tex}`).toBeTypeOf('number')
    }
  })
})
