import katex from 'katex'
import { defaults } from '@core/hyper'
import { optimizerById, optimizers } from '@core/optimizers'
import type { DialectId } from '@core/optimizers/contract'
import { describe, expect, test } from 'vitest'
import { subjects } from './drive'

const render = (tex: string): string => katex.renderToString(tex, { throwOnError: true, strict: 'error' })

/**
 * The methods and their defaults as the project's page on them has them. Those of optax and Keras are held by
 * their golden trajectories, which the libraries made with defaults of their own.
 */
const book: Record<string, Partial<Record<DialectId, Record<string, number | boolean>>>> = {
  gd: { chapter: { lr: 0.01 }, pytorch: { lr: 1e-3, weightDecay: 0 } },
  momentum: {
    chapter: { lr: 0.01, gamma: 0.9 },
    pytorch: { lr: 1e-3, momentum: 0.9, dampening: 0, weightDecay: 0 },
  },
  nag: { chapter: { lr: 0.01, gamma: 0.9 }, pytorch: { lr: 1e-3, momentum: 0.9, weightDecay: 0 } },
  adagrad: {
    chapter: { lr: 0.01, eps: 1e-8 },
    pytorch: { lr: 0.01, lrDecay: 0, initialAccumulator: 0, eps: 1e-10, weightDecay: 0 },
  },
  adadelta: {
    chapter: { gamma: 0.9, eps: 1e-5 },
    pytorch: { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0 },
  },
  rmsprop: {
    chapter: { lr: 0.01, gamma: 0.9, eps: 1e-6 },
    pytorch: { lr: 0.01, alpha: 0.99, eps: 1e-8, momentum: 0, centered: false, weightDecay: 0 },
  },
  adam: {
    chapter: { lr: 0.01, beta1: 0.9, beta2: 0.9, eps: 1e-6 },
    pytorch: { lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0, decoupled: false },
  },
  adamax: {
    chapter: { lr: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-6 },
    pytorch: { lr: 2e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0 },
  },
  amsgrad: {
    chapter: { lr: 0.01, beta1: 0.9, beta2: 0.9, eps: 1e-6 },
    pytorch: { lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0 },
  },
  nadam: {
    chapter: { lr: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-6 },
    pytorch: {
      lr: 2e-3,
      beta1: 0.9,
      beta2: 0.999,
      eps: 1e-8,
      momentumDecay: 0.004,
      weightDecay: 0,
      decoupled: false,
    },
    paper: { lr: 2e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, momentumDecay: 0.004, weightDecay: 0 },
  },
  adamw: {
    pytorch: { lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0.01, amsgrad: false },
  },
  radam: {
    pytorch: { lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0, decoupled: false },
  },
  rprop: {
    pytorch: { lr: 0.01, etaMinus: 0.5, etaPlus: 1.2, stepMin: 1e-6, stepMax: 50 },
  },
  asgd: { pytorch: { lr: 0.01, lambd: 1e-4, alpha: 0.75, t0: 1e6, weightDecay: 0 } },
  lion: { paper: { lr: 1e-4, beta1: 0.9, beta2: 0.99, weightDecay: 0 } },
  adabelief: { paper: { lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8 } },
  yogi: { paper: { lr: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-3, initialAccumulator: 0 } },
  armijo: { paper: { lr: 1, c1: 1e-4, shrink: 0.5 } },
  polyak: { paper: {} },
  newton: { paper: { lr: 1, damping: 0 } },
  lbfgs: { paper: { lr: 1 } },
}

describe('the catalog', () => {
  test('has the methods, dialects and defaults of the book', () => {
    const catalog = optimizers.map(({ id, dialects }) => [
      id,
      Object.fromEntries(
        Object.entries(dialects)
          .filter(([dialectId]) => !['optax', 'keras', 'lab', 'pytorch-1.13'].includes(dialectId))
          .map(([dialectId, { hyper }]) => [dialectId, defaults(hyper)]),
      ),
    ])
    expect(Object.fromEntries(catalog)).toEqual(book)
    expect(new Set(optimizers.map(({ id }) => id)).size).toBe(optimizers.length)
    expect(new Set(optimizers.map(({ label }) => label)).size).toBe(optimizers.length)
  })

  test('finds by id', () => {
    for (const optimizer of optimizers) expect(optimizerById(optimizer.id)).toBe(optimizer)
    expect(optimizerById('sgd')).toBeUndefined()
  })

  test('the textbook is the default for its ten', () => {
    const ten = optimizers.filter(({ defaultDialect }) => defaultDialect === 'chapter')
    expect(ten.map(({ id }) => id)).toEqual(optimizers.slice(0, 10).map(({ id }) => id))
  })

  test('only methods that look at the whole objective refuse batches', () => {
    const whole = optimizers.filter(({ fullBatchOnly }) => fullBatchOnly)
    expect(whole.map(({ id }) => id)).toEqual(['armijo', 'polyak', 'newton', 'lbfgs'])
  })
})

describe.each(subjects)('$name', ({ optimizer, dialect }) => {
  test('its equations and symbols are TeX', () => {
    expect(dialect.equations.length).toBeGreaterThan(0)
    for (const tex of dialect.equations) expect(render(tex)).toContain('katex')
    for (const { symbol } of Object.values(dialect.hyper)) expect(render(symbol)).toContain('katex')
  })

  test('every symbol of a hyper-parameter stands in the equations', () => {
    const equations = dialect.equations.join(' ')
    // G_0 and v_0 are where a sum starts.
    const unwritten = ['G_0', 'v_0', '\\lambda', 'c_1']
    for (const { symbol } of Object.values(dialect.hyper)) {
      const written = symbol.replace('\\text{', '\\text{if ')
      if (!unwritten.includes(symbol)) expect(equations).toContain(written)
    }
  })

  test('it says what it is, in words', () => {
    for (const text of [optimizer.label, optimizer.summary, optimizer.paper, dialect.source, dialect.note]) {
      expect(text.trim()).toBe(text)
      expect(text).not.toBe('')
    }
    expect(optimizer.summary).toMatch(/^[A-Z].*\.$/)
    expect(dialect.note).toMatch(/^[A-Z].*\.$/)
  })

  test('every default is in its range', () => {
    for (const spec of Object.values(dialect.hyper)) {
      if (spec.kind === 'flag') continue
      expect(spec.default).toBeGreaterThanOrEqual(spec.min)
      expect(spec.default).toBeLessThanOrEqual(spec.max)
      if (spec.minExclusive) expect(spec.default).toBeGreaterThan(spec.min)
      if (spec.maxExclusive) expect(spec.default).toBeLessThan(spec.max)
    }
  })
})
