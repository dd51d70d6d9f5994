import { expect, test } from 'vitest'
import { libraries, type Library } from '../../../../../src/main/lab/export/python/library'
import { optimizers } from '@core/optimizers'
import type { Table } from '@core/objectives/contract'
import { takesSchedule } from '@core/optimizers/contract'
import { objectives } from '@core/objectives'
import { noStops } from '../../../../support/experiments'
import { pythonWith } from '../../../../support/python'
import { inOnePython, runsToWrite, scriptText, type ScriptRun } from '../../../../support/scripts'
import { shipped, tableFor } from '../../../../core/objectives/tables'
import { subjects } from '../../../../core/optimizers/drive'
import { freshFolder } from '../../support/open-lab'

const { numpy, pytorch, jax } = libraries

type Document = Parameters<typeof runsToWrite>[0]

const told = (runs: readonly ScriptRun[]): void => {
  if (process.env.FIGURES)
    console.log(runs.map(({ name, worst }) => `${worst.toExponential(1)} ${name}`).join('\n'))
}

/** @param most how far a loss may be from its record */
function expectSame(runs: readonly ScriptRun[], most = 1e-6): void {
  told(runs)
  expect(runs.filter(({ fault, worst }) => fault !== '' || !(worst <= most))).toEqual([])
}

/** A setting for everything that happens between two updates. */
const busy = {
  objective: {
    id: 'linear-regression',
    data: { source: 'normal', rows: 50, seed: 3 },
    sigma: 0.05,
  },
  iterations: 120,
  stop: noStops,
} as const

const drawing = [
  { batch: 16, schedule: { id: 'cosine', final: 0.1, warmup: 10 }, seed: 7 },
  { batch: 7, sampling: 'replacement', schedule: { id: 'step', every: 40 }, seed: 1 },
  { batch: 50, changes: [{ at: 30, set: { lr: 0.02 } }], schedule: { id: 'exponential' }, maximize: true },
  {
    changes: [
      { at: 0, set: { lr: 0.03 } },
      { at: 60, set: { lr: 0.001 } },
    ],
  },
] as const

const rosenbrock = (runs: readonly object[], iterations: number): Document => ({
  objective: { id: 'rosenbrock' },
  iterations,
  runs,
  stop: noStops,
})

const polyakSuits = ({ id }: { readonly id: string }): boolean => id !== 'polyak'

const python = pythonWith('numpy')
const torch = pythonWith('numpy, torch')
const optax = pythonWith('numpy, jax, optax')

test.skipIf(!python)('NumPy makes every method’s updates again, in every dialect', () => {
  const scripts = subjects.map(({ name, optimizer, dialectId }) => {
    const runs = rosenbrock([{ optimizer: optimizer.id, dialect: dialectId }], 200)
    return [name, scriptText(runsToWrite(runs), numpy)]
  })
  const runs = inOnePython(python ?? '', freshFolder(), Object.fromEntries(scripts))
  expectSame(runs)
  expect(runs).toHaveLength(subjects.length)
})

const typed: Readonly<Record<string, object>> = {
  sums: { text: 'sum((x[i+1] - x[i]^2)^2 + (1 - x[i])^2 / i, i, 1, n-1) + abs(x[1])', dimension: 5 },
  nested: {
    text: 'sum(sum(x[i] x[j] / (i + j - 1), j, 1, n), i, 1, n) + sum(x[i]^4, i, 1, n)',
    dimension: 3,
  },
  pieces: { text: 'piecewise(x < 0, -2x, x < 1 and y > 0, x^2, 2x) + max(y, 1 - y, x) + cbrt(y^2 + 1)' },
  words: { text: 'f(lambda, α) = exp(-lambda^2) + a cosh(α) + lambda^2 / 3', parameters: { a: 0.5 } },
}

/** Every objective on its own example; reddi's batches among them. */
const everyObjective = (
  second: readonly object[],
): readonly (readonly [string, readonly [Document, Table?]])[] => [
  ...objectives.map((kind) => {
    const table = tableFor(kind, shipped('cars.csv', ['speed'], 'dist'))
    const document = {
      objective: { id: kind.id, ...(kind.data ? { data: kind.data.example } : {}) },
      iterations: 40,
      runs: [
        { optimizer: 'gd', hyper: { lr: 1e-3 } },
        ...(kind.id === 'plateau' ? [] : second),
        ...((kind.data ?? kind.id === 'reddi') ? [{ optimizer: 'adam', batch: 8 }] : []),
      ],
      stop: noStops,
    }
    return [kind.id, [document, kind.data?.example.source === 'csv' ? table : undefined]] as const
  }),
  ...Object.entries(typed).map(([name, options]) => {
    const runs = [{ optimizer: 'gd', hyper: { lr: 1e-3 } }, ...second]
    return [
      name,
      [{ objective: { id: 'formula', ...options }, iterations: 40, runs, stop: noStops }],
    ] as const
  }),
]

const scriptsOn = (library: Library, second: readonly object[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    everyObjective(second).map(([name, given]) => [name, scriptText(runsToWrite(...given), library)]),
  )

const damped = { optimizer: 'newton', hyper: { damping: 1 } } as const

test.skipIf(!python)('NumPy has every objective’s numbers, gradients and Hessians', () => {
  expectSame(inOnePython(python ?? '', freshFolder(), scriptsOn(numpy, [damped])))
})

test.skipIf(!torch)(
  'PyTorch has every objective’s numbers and takes their gradients',
  () => {
    expectSame(inOnePython(torch ?? '', freshFolder(), scriptsOn(pytorch, [damped])))
  },
  120_000,
)

const everyDrawing = (optimizer: object): Document => ({
  ...busy,
  runs: drawing.map((each) => ({ ...optimizer, ...each })),
})

test.skipIf(!python)('NumPy draws batches and noise as the lab, under schedules and changes', () => {
  const drawn = subjects.filter(({ optimizer, dialectId }) => takesSchedule(optimizer, dialectId))
  const scripts = drawn
    .filter(({ optimizer }) => !optimizer.fullBatchOnly)
    .map(({ name, optimizer, dialectId }) => {
      const runs = runsToWrite(everyDrawing({ optimizer: optimizer.id, dialect: dialectId }))
      return [name, scriptText(runs, numpy)]
    })
  expect(scripts.length).toBeGreaterThan(40)
  expectSame(inOnePython(python ?? '', freshFolder(), Object.fromEntries(scripts)))
})

const ownRules: Readonly<Record<string, object>> = {
  restarts: {
    text: 'v = if(dot(g, v) > 0, 0, b v) - lr g\nx = x + v',
    hyper: { lr: 0.001, b: { default: 0.9, min: 0, max: 1 } },
  },
  ahead: {
    text: 'lookahead = x + b v\nv = b v - lr g / (1 + norm(g))\nx = x + v',
    hyper: { lr: 0.01, b: 0.9 },
  },
  value: { text: 'x = x - lr f g / (dot(g, g) + 1e-3)', hyper: { lr: 0.3 } },
  names: {
    text: 'start = 0.9 start + rows g\ntorch = max(abs(g))\nx = x - start / (1 + torch)',
    hyper: { rows: 0.01 },
  },
}
const rulesRun = runsToWrite(
  rosenbrock(
    Object.entries(ownRules).map(([label, rule]) => ({ optimizer: 'rule', label, rule })),
    80,
  ),
)

test.skipIf(!python)('NumPy follows rules of one’s own, whatever their names', () => {
  expectSame(inOnePython(python ?? '', freshFolder(), { rules: scriptText(rulesRun, numpy) }))
})

test.skipIf(!python)('a loss that is not the recorded one is named with its iteration', () => {
  const [run] = runsToWrite(rosenbrock([{ optimizer: 'adam', label: 'Adam "a"' }], 50))
  const wrong = {
    ...run,
    read: (first: number, count: number) => {
      const { loss } = run.read(first, count)
      return { loss: first === 20 ? loss.map((value) => value * (1 + 2e-6)) : loss }
    },
  }
  const [told] = inOnePython(python ?? '', freshFolder(), { wrong: scriptText([wrong], numpy) })
  expect(told.fault).toMatch(
    /AssertionError: Adam "a": at iteration 20 the loss is [\d.]+, recorded was [\d.]+\n$/,
  )
})

test.skipIf(!python)('a run that magnifies rounding is told from one that differs', () => {
  // Near a maximum of its step, Polyak's path on Rosenbrock's valley is chaotic.
  const [run] = runsToWrite({ ...rosenbrock([{ optimizer: 'polyak' }], 120), start: [-1.2, 1] })
  const [nudged] = runsToWrite({ ...rosenbrock([{ optimizer: 'polyak' }], 120), start: [-1.2, 1 + 4e-16] })
  const [told] = inOnePython(python ?? '', freshFolder(), {
    chaos: scriptText([{ ...run, read: nudged.read }], numpy),
  })
  expect(told.worst).toBeGreaterThan(1e-3)
  expect(told.fault).toBe('')
})

const ofDialect = (dialect: string): readonly string[] =>
  optimizers.flatMap(({ id, dialects }) => (dialect in dialects ? [id] : []))

test.skipIf(!torch)(
  'torch.optim and its arithmetic make the updates again',
  () => {
    const methods = ofDialect('pytorch')
    const scripts = {
      classes: scriptText(
        runsToWrite(
          rosenbrock(
            methods.map((optimizer) => ({ optimizer, dialect: 'pytorch' })),
            100,
          ),
        ),
        pytorch,
      ),
      lines: scriptText(
        runsToWrite(
          rosenbrock(
            optimizers.filter(polyakSuits).map(({ id }) => ({ optimizer: id })),
            60,
          ),
        ),
        pytorch,
      ),
      drawn: scriptText(runsToWrite(everyDrawing({ optimizer: 'adam', dialect: 'pytorch' })), pytorch),
      rules: scriptText(rulesRun, pytorch),
    }
    expect(scripts.classes.match(/torch\.optim\.\w+\(/g)?.length).toBeGreaterThan(10)
    expectSame(inOnePython(torch ?? '', freshFolder(), scripts))
  },
  120_000,
)

test.skipIf(!optax)(
  'optax and JAX make the updates again',
  () => {
    const methods = ofDialect('optax')
    const scripts = {
      classes: scriptText(
        runsToWrite(
          rosenbrock(
            methods.map((optimizer) => ({ optimizer, dialect: 'optax' })),
            60,
          ),
        ),
        jax,
      ),
      lines: scriptText(
        runsToWrite(
          rosenbrock(
            ['adam', 'lbfgs', 'armijo', 'newton', 'rprop'].map((optimizer) => ({ optimizer })),
            40,
          ),
        ),
        jax,
      ),
      drawn: scriptText(runsToWrite(everyDrawing({ optimizer: 'adam', dialect: 'optax' })), jax),
      rules: scriptText(rulesRun, jax),
    }
    expect(scripts.classes.match(/optax\.\w+\(learning_rate/g)?.length).toBeGreaterThan(10)
    // L-BFGS magnifies what a compiler rounds otherwise.
    expectSame(inOnePython(optax ?? '', freshFolder(), scripts), 1e-4)
  },
  240_000,
)

test.skipIf(!python)(
  'typed rules are made again, with what is of all parameters and where the gradient is taken',
  () => {
    const hyper = { lr: 1e-3, b: 0.9 }
    const rules = {
      restarts: 'v = if(dot(g, v) > 0, 0, b v) - lr g\nx = x + v',
      ahead: 'lookahead = x + b v\nv = b v - lr g / max(norm(g), 1)\nx = x + v',
      value: 'v = if(f > p, 0, b v) - lr g\np = f\nx = x + v',
    }
    const available = [numpy, ...(torch ? [pytorch] : []), ...(optax ? [jax] : [])]
    const scripts = Object.entries(rules).flatMap(([name, text]) => {
      const runs = runsToWrite(rosenbrock([{ optimizer: 'rule', rule: { text, hyper } }], 200))
      return available.map((library) => [`${name} ${library.id}`, scriptText(runs, library)])
    })
    expectSame(inOnePython(optax ?? torch ?? python ?? '', freshFolder(), Object.fromEntries(scripts)))
  },
)
