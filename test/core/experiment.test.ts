import { describe, expect, test } from 'vitest'
import { parseExperiment, type RunSpec } from '@core/experiment'
import { objectives } from '@core/objectives'
import { optimizers } from '@core/optimizers'
import { ruleMethod } from '@core/optimizers/rule'
import { schedules } from '@core/schedules'
import { documentWith, experimentWith, faultsOf } from '../support/experiments'

type Changes = Readonly<Record<string, unknown>>

const inline = (changes: Changes = {}): Changes => ({
  id: 'linear-regression',
  data: { source: 'inline', x: [[1], [2], [3]], y: [1, 2, 4], ...changes },
})
const csv = (x: unknown, y: unknown): Changes => ({
  id: 'linear-regression',
  data: { source: 'csv', path: 'a.csv', x, y },
})
const oneRun = (run: Changes): Changes => ({ runs: [{ optimizer: 'gd', ...run }] })
const onData = (run: Changes): Changes => ({ objective: inline(), ...oneRun(run) })
const quoted = (entries: readonly { readonly id: string }[]): string =>
  entries.map(({ id }) => `"${id}"`).join(', ')

/** What a run can name: those of the catalog, and a rule of its own. */
const methods = [...optimizers, ruleMethod]

const runKeys =
  'optimizer, dialect, batch, sampling, seed, label, color, schedule, maximize, forkOf, hyper, changes'
const topKeys = 'format, name, objective, start, iterations, seed, runs, stop, record'

/** What is changed in a valid document, and what must be said then, each fault on its own. */
const refused: Readonly<Record<string, readonly [Changes, ...string[]]>> = {
  'another version': [
    { format: 'descent-lab/experiment@3' },
    'format: must be "descent-lab/experiment@2", got "descent-lab/experiment@3"',
  ],
  'no format': [{ format: undefined }, 'format: is missing; it must be "descent-lab/experiment@2"'],
  'no name': [{ name: undefined }, 'name: is missing; it must be a text'],
  'an empty name': [{ name: '' }, 'name: must have at least 1 character, got 0'],
  'a name too long': [{ name: 'x'.repeat(201) }, 'name: must have at most 200 characters, got 201'],
  'a number for a name': [{ name: 3 }, 'name: must be a text, got 3'],

  'an unknown key': [{ colour: 1 }, `colour: unknown key; known here: ${topKeys}`],
  'an unknown key of the objective': [
    { objective: { id: 'square', curvatures: [1] } },
    'objective.curvatures: unknown key; known here: id, sigma',
  ],
  'an unknown key of the data': [
    { objective: inline({ rows: 3 }) },
    'objective.data.rows: unknown key; known here: source, x, y, standardize',
  ],
  'an unknown key of a run': [oneRun({ lr: 0.1 }), `runs[0].lr: unknown key; known here: ${runKeys}`],
  'an unknown hyper-parameter': [
    oneRun({ hyper: { lr: 0.1, momentum: 0.9 } }),
    'runs[0].hyper.momentum: unknown key; known here: lr',
  ],
  'a hyper-parameter of a method without any': [
    oneRun({ optimizer: 'polyak', hyper: { lr: 1 } }),
    'runs[0].hyper.lr: unknown key; none is known here',
  ],
  'an unknown key of a schedule': [
    oneRun({ schedule: { id: 'cosine', gamma: 2 } }),
    'runs[0].schedule.gamma: unknown key; known here: id, final, warmup',
  ],
  'an unknown stopping rule': [
    { stop: { loss: 1 } },
    'stop.loss: unknown key; known here: gradientNorm, parameterChange, patience, divergeAbove',
  ],
  'data on a function': [
    { objective: { id: 'square', data: { source: 'normal', rows: 9 } } },
    'objective.data: unknown key; known here: id, sigma',
  ],
  'a key that is no word': [{ 'learning rate': 1 }, `["learning rate"]: unknown key; known here: ${topKeys}`],

  'no objective': [{ objective: undefined }, 'objective: is missing; it must be an object'],
  'an objective by its name': [{ objective: 'square' }, 'objective: must be an object, got "square"'],
  'an objective without id': [
    { objective: {} },
    `objective.id: is missing; it must be one of ${quoted(objectives)}`,
  ],
  'an unknown objective': [
    { objective: { id: 'cube' } },
    `objective.id: must be one of ${quoted(objectives)}, got "cube"`,
  ],
  'no data': [{ objective: { id: 'linear-regression' } }, 'objective.data: is missing; it must be an object'],
  'an unknown source': [
    { objective: { id: 'linear-regression', data: { source: 'sql' } } },
    'objective.data.source: must be one of "normal", "csv", "inline", got "sql"',
  ],
  'too few rows': [
    { objective: { id: 'linear-regression', data: { source: 'normal', rows: 1 } } },
    'objective.data.rows: must be >= 2, got 1',
  ],
  'an unknown gradient': [
    { objective: { ...inline(), gradient: 'median' } },
    'objective.gradient: must be one of "mean", "as-printed", got "median"',
  ],
  'text among the curvatures': [
    { objective: { id: 'quadratic', curvatures: [1, '10'] } },
    'objective.curvatures[1]: must be a number, got "10"',
  ],
  'a column twice': [
    { objective: csv(['a', 'b', 'a'], 'y') },
    'objective.data.x[2]: names "a" a second time',
  ],
  'the target among the features': [
    { objective: csv(['a', 'y'], 'y') },
    'objective.data.x[1]: must not name the target, "y"',
  ],
  'one column, not in a list': [{ objective: csv('a', 'y') }, 'objective.data.x: must be a list, got "a"'],
  'ragged rows': [
    { objective: inline({ x: [[1, 2], [3], [4, 5]] }) },
    'objective.data.x[1]: must have 2 entries like the first row, got 1',
  ],
  'too few targets': [
    { objective: inline({ y: [1, 2] }) },
    'objective.data.y: must have 3 entries, one for each row of x, got 2',
  ],
  'NaN in the data': [
    { objective: inline({ x: [[1], [NaN], [3]] }) },
    'objective.data.x[1][0]: must be a finite number, got NaN',
  ],

  'NaN and Infinity in the start': [
    { objective: { id: 'rosenbrock' }, start: [NaN, -Infinity] },
    'start[0]: must be a finite number, got NaN',
    'start[1]: must be a finite number, got -Infinity',
  ],
  'text and null in the start': [
    { objective: { id: 'rosenbrock' }, start: ['0', null] },
    'start[0]: must be a number, got "0"',
    'start[1]: must be a number, got null',
  ],
  'a start too long': [{ start: [1, 2] }, 'start: must have 1 entry, one for each parameter, got 2'],
  'a start too short for the data': [
    { objective: csv(['a', 'b'], 'y'), start: [0, 0] },
    'start: must have 3 entries, one for each parameter, got 2',
  ],
  'an empty start': [{ start: [] }, 'start: must have at least 1 entry, got 0'],
  'a start by another word': [{ start: 'anywhere' }, 'start: must be "random" or a list, got "anywhere"'],
  'more entries of a start than there can be parameters': [
    { start: new Array(1_002).fill(0) },
    'start: must have at most 1001 entries, got 1002',
  ],
  'a start that is no list': [{ start: 0.7 }, 'start: must be "random" or a list, got 0.7'],

  'no iterations': [{ iterations: undefined }, 'iterations: is missing; it must be a number'],
  'zero iterations': [{ iterations: 0 }, 'iterations: must be >= 1, got 0'],
  'half an iteration': [{ iterations: 1.5 }, 'iterations: must be a whole number, got 1.5'],
  '10^12 iterations': [{ iterations: 1e12 }, 'iterations: must be <= 100000000, got 1000000000000'],
  '10^300 iterations': [{ iterations: 1e300 }, 'iterations: must be <= 100000000, got 1e+300'],
  'iterations as text': [{ iterations: '10' }, 'iterations: must be a number, got "10"'],
  'a negative seed': [{ seed: -1 }, 'seed: must be >= 0, got -1'],
  'a seed too large': [{ seed: 2 ** 32 }, 'seed: must be <= 4294967295, got 4294967296'],

  'no runs': [{ runs: undefined }, 'runs: is missing; it must be a list'],
  'empty runs': [{ runs: [] }, 'runs: must have at least 1 entry, got 0'],
  '257 runs': [
    { runs: Array.from({ length: 257 }, () => ({ optimizer: 'gd' })) },
    'runs: must have at most 256 entries, got 257',
  ],
  'a run that is none': [{ runs: [null] }, 'runs[0]: must be an object, got null'],
  'a run without optimizer': [
    { runs: [{ hyper: {} }] },
    `runs[0].optimizer: is missing; it must be one of ${quoted(methods)}`,
  ],
  'an unknown optimizer': [
    { runs: [{ optimizer: 'gd' }, { optimizer: 'adamm' }] },
    `runs[1].optimizer: must be one of ${quoted(methods)}, got "adamm"`,
  ],
  'an unknown dialect': [
    oneRun({ dialect: 'tensorflow' }),
    'runs[0].dialect: must be one of "chapter", "pytorch", "optax", "keras", got "tensorflow"',
  ],
  'a dialect the method has not': [
    oneRun({ optimizer: 'newton', dialect: 'pytorch' }),
    'runs[0].dialect: must be "paper", got "pytorch"',
  ],
  'a negative learning rate': [
    { runs: [{ optimizer: 'gd' }, { optimizer: 'gd' }, { optimizer: 'adam', hyper: { lr: -1 } }] },
    'runs[2].hyper.lr: must be > 0, got -1',
  ],
  'a learning rate of 0': [oneRun({ hyper: { lr: 0 } }), 'runs[0].hyper.lr: must be > 0, got 0'],
  'an infinite learning rate': [
    oneRun({ hyper: { lr: Infinity } }),
    'runs[0].hyper.lr: must be a finite number, got Infinity',
  ],
  'a learning rate as text': [
    oneRun({ hyper: { lr: '0.1' } }),
    'runs[0].hyper.lr: must be a number, got "0.1"',
  ],
  'a decay of 1': [
    oneRun({ optimizer: 'momentum', hyper: { gamma: 1 } }),
    'runs[0].hyper.gamma: must be < 1, got 1',
  ],
  'a flag that is a number': [
    oneRun({ optimizer: 'rmsprop', dialect: 'pytorch', hyper: { centered: 1 } }),
    'runs[0].hyper.centered: must be true or false, got 1',
  ],
  'hyper-parameters in a list': [oneRun({ hyper: [] }), 'runs[0].hyper: must be an object, got a list'],
  'an unknown sampling': [
    onData({ batch: 1, sampling: 'sorted' }),
    'runs[0].sampling: must be one of "shuffle", "replacement", got "sorted"',
  ],
  'a batch of 0': [onData({ batch: 0 }), 'runs[0].batch: must be >= 1, got 0'],
  'a batch of 2.5': [onData({ batch: 2.5 }), 'runs[0].batch: must be "full" or a whole number, got 2.5'],
  'a batch of "2"': [onData({ batch: '2' }), 'runs[0].batch: must be "full" or a number, got "2"'],
  'a batch larger than the data': [
    onData({ batch: 4 }),
    'runs[0].batch: must be <= 3 (the rows of the data), got 4',
  ],
  'a batch without data': [
    oneRun({ batch: 1 }),
    'runs[0].batch: must be "full" for an objective without data, got 1',
  ],
  'a batch for a line search': [
    onData({ optimizer: 'armijo', batch: 1 }),
    'runs[0].batch: must be "full" for Backtracking line search, got 1',
  ],
  'an unknown schedule': [
    oneRun({ schedule: { id: 'cosin' } }),
    `runs[0].schedule.id: must be one of ${quoted(schedules)}, got "cosin"`,
  ],
  'a schedule by its name': [
    oneRun({ schedule: 'cosine' }),
    'runs[0].schedule: must be an object, got "cosine"',
  ],
  'options of a schedule out of range': [
    oneRun({ schedule: { id: 'cosine', final: 2, warmup: -1 } }),
    'runs[0].schedule.final: must be <= 1, got 2',
    'runs[0].schedule.warmup: must be >= 0, got -1',
  ],
  'a schedule without learning rate': [
    oneRun({ optimizer: 'adadelta', schedule: { id: 'cosine' } }),
    'runs[0].schedule: must be left out: Adadelta has no learning rate to schedule',
  ],
  'a warm-up without learning rate': [
    oneRun({ optimizer: 'adadelta', schedule: { id: 'constant', warmup: 5 } }),
    'runs[0].schedule: must be left out: Adadelta has no learning rate to schedule',
  ],
  'a schedule of a rate that only begins': [
    oneRun({ optimizer: 'rprop', schedule: { id: 'cosine' } }),
    'runs[0].schedule: must be left out: Rprop only begins with its learning rate',
  ],
  'stopping rules out of range': [
    { stop: { gradientNorm: -1, patience: 0, divergeAbove: 'never' } },
    'stop.gradientNorm: must be >= 0, got -1',
    'stop.patience: must be >= 1, got 0',
    'stop.divergeAbove: must be a number, got "never"',
  ],
}

/** As from a file: JSON has no undefined. */
const without = (document: Changes): Changes =>
  Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined))

describe('parseExperiment', () => {
  test.each(Object.entries(refused))('refuses %s', (_, [changes, ...faults]) => {
    expect(faultsOf(without(documentWith(changes)))).toEqual(faults)
  })

  test.each([
    [null, 'an experiment must be an object, got null'],
    [[], 'an experiment must be an object, got a list'],
    ['{}', 'an experiment must be an object, got "{}"'],
    [undefined, 'an experiment is missing; it must be an object'],
  ])('refuses %j', (document, fault) => {
    expect(faultsOf(document)).toEqual([fault])
  })

  test('names every key that is missing', () => {
    expect(faultsOf({})).toEqual([
      'format: is missing; it must be "descent-lab/experiment@2"',
      'name: is missing; it must be a text',
      'objective: is missing; it must be an object',
      'iterations: is missing; it must be a number',
      'runs: is missing; it must be a list',
    ])
  })

  test('is not fooled by the prototype', () => {
    const text = JSON.stringify(documentWith()).replace('{', '{"__proto__":{"seed":1},')
    expect(faultsOf(JSON.parse(text))).toEqual([`__proto__: unknown key; known here: ${topKeys}`])
    expect(faultsOf(documentWith({ objective: { id: 'constructor' } }))).toHaveLength(1)
    expect(faultsOf(documentWith(oneRun({ optimizer: '__proto__' })))).toHaveLength(1)
  })

  test('tells the first hundred of a million faults', () => {
    const x = Array.from({ length: 5_000 }, () => ['text'])
    const y = Array.from({ length: 5_000 }, () => 0)
    expect(faultsOf(documentWith({ objective: inline({ x, y }) }))).toHaveLength(100)
  })

  const million = <Value>(value: Value): Value[] => Array.from({ length: 1_000_000 }, () => value)
  const keys = Object.fromEntries(million(0).map((_, index) => [`k${index}`, index]))

  test.each<[string, Changes, number, string]>([
    [
      'rows of texts',
      { objective: inline({ x: million(['a', 'b']), y: million(0) }) },
      100,
      'objective.data.x[0][0]: must be a number, got "a"',
    ],
    [
      'rows that are none',
      { objective: inline({ x: million('a'), y: million('b') }) },
      100,
      'objective.data.x[0]: must be a list, got "a"',
    ],
    [
      'one row of texts',
      { objective: inline({ x: [million('a'), [1]], y: [1, 2] }) },
      1,
      'objective.data.x[0]: must have at most 1000 entries, got 1000000',
    ],
    [
      'texts for a target',
      { objective: inline({ x: [[1], [2]], y: million('b') }) },
      100,
      'objective.data.y[0]: must be a number, got "b"',
    ],
    [
      'numbers',
      { objective: inline({ x: million([1]).concat([[2]]), y: million(1).concat([1]) }) },
      1,
      'objective.data: must have at most 2000000 numbers in an experiment, got 2000002; larger tables come from a CSV file',
    ],
    ['runs', { runs: million({ optimizer: 'none' }) }, 1, 'runs: must have at most 256 entries, got 1000000'],
    ['starts', { start: million('a') }, 1, 'start: must have at most 1001 entries, got 1000000'],
    [
      'columns',
      { objective: csv(million('x'), 'y') },
      1,
      'objective.data.x: must have at most 1000 entries, got 1000000',
    ],
    [
      'curvatures',
      { objective: { id: 'quadratic', curvatures: million('a') } },
      1,
      'objective.curvatures: must have at most 1000 entries, got 1000000',
    ],
    ['unknown keys', { stop: keys }, 100, 'stop.k0: unknown key; known here: gradientNorm, '],
    [
      'faults of runs',
      { runs: Array.from({ length: 256 }, () => ({ optimizer: 'gd', batch: 9 })) },
      100,
      'runs[0].batch: ',
    ],
  ])('of a million %s, stops at the hundredth fault', (_, changes, most, first) => {
    const faults = faultsOf(documentWith(changes))
    expect(faults.length).toBe(most)
    expect(faults[0]).toContain(first)
  })

  test('looks at no row after the hundredth fault', () => {
    let looks = 0
    const x = Array.from({ length: 1_000 }, () => ['a'])
    const watched = new Proxy(x, {
      get(rows, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1
        return Reflect.get(rows, key) as unknown
      },
    })
    expect(faultsOf(documentWith({ objective: inline({ x: watched, y: [1, 2] }) }))).toHaveLength(100)
    expect(looks).toBe(100)
  })

  test('names a key of 10,000 characters by its beginning', () => {
    expect(faultsOf(documentWith({ ['k'.repeat(10_000)]: 1 }))).toEqual([
      `["${'k'.repeat(37)}..."]: unknown key; known here: ${topKeys}`,
    ])
  })

  test('has no -0 in its numbers', () => {
    const { objective } = experimentWith({ objective: inline({ x: [[-0], [1]], y: [-0, 1] }) })
    expect(objective.data).toMatchObject({ x: [[0], [1]], y: [0, 1] })
  })

  test('takes 256 runs, a batch of all rows and a constant schedule for a method without learning rate', () => {
    const runs = Array.from({ length: 256 }, () => ({ optimizer: 'gd', batch: 3 }))
    expect(experimentWith({ objective: inline(), runs }).runs).toHaveLength(256)
    const constant = { optimizer: 'adadelta', schedule: { id: 'constant', warmup: 0 } }
    const [run]: readonly RunSpec[] = experimentWith(oneRun(constant)).runs
    expect(run.schedule).toEqual({ id: 'constant', warmup: 0 })
  })

  test('takes a start for a thousand features and their intercept', () => {
    const objective = csv(
      Array.from({ length: 1_000 }, (_, index) => `x${index}`),
      'y',
    )
    const start = new Array<number>(1_001).fill(0.5)
    expect(experimentWith({ objective, start }).start).toEqual(start)
  })

  test('takes a random start for any number of parameters', () => {
    for (const objective of [{ id: 'square' }, { id: 'rosenbrock', dimension: 7 }, inline()])
      expect(experimentWith({ objective, start: 'random' }).start).toBe('random')
  })

  test('knows every optimizer in every dialect it has', () => {
    for (const { id, dialects } of optimizers) {
      for (const dialect of Object.keys(dialects)) {
        const document = documentWith(oneRun({ optimizer: id, dialect }))
        expect(parseExperiment(document), `${id} (${dialect})`).toMatchObject({ ok: true })
      }
    }
  })
})
