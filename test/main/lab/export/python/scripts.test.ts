import { expect, test } from 'vitest'
import { optimizers } from '@core/optimizers'
import { objectives } from '@core/objectives'
import { libraries } from '../../../../../src/main/lab/export/python/library'
import { notebookOf } from '../../../../../src/main/lab/export/python/notebook'
import { checkRuns } from '../../../../../src/main/lab/export/python/script'
import { noStops, tableFor, experimentWith } from '../../../../support/experiments'
import { inPython, pythonWith } from '../../../../support/python'
import { runsToWrite, scriptText } from '../../../../support/scripts'

const { numpy, pytorch, jax } = libraries
const regression = (rows: number) => ({
  id: 'linear-regression',
  data: { source: 'normal', rows, seed: 0 },
})
const inline = (rows: number) => ({
  id: 'linear-regression',
  data: {
    source: 'inline',
    x: Array.from({ length: rows }, (_, row) => [row / 3]),
    y: Array.from({ length: rows }, (_, row) => row % 7),
  },
})
const short = { iterations: 12, stop: noStops } as const

/** How often a text has a line. */
const count = (text: string, line: string | RegExp): number =>
  text.split('\n').filter((each) => (typeof line === 'string' ? each === line : line.test(each))).length

test('runs of one experiment share its data and its objective', () => {
  const runs = runsToWrite({
    ...short,
    objective: inline(30),
    runs: [{ optimizer: 'gd' }, { optimizer: 'adam', batch: 5 }],
  })
  const text = scriptText(runs, numpy)
  expect(count(text, /^def loss_at/)).toBe(1)
  expect(count(text, 'X = np.array([')).toBe(1)
  expect(count(text, /^def run_\d+\(/)).toBe(2)
  expect(text).toContain('zip(range(1, 13), batches(30, 5, "shuffle", 0))')
  const other = runsToWrite({ ...short, runs: [{ optimizer: 'gd' }] })
  const both = scriptText([...runs, ...other], numpy)
  expect(count(both, /^def loss_at_[12]\(/)).toBe(2)
  expect(both).toContain('gradient_at_1(theta, X_1[rows], y_1[rows])')
})

test('few rows stand there to be read, many packed, generated ones as their generator', () => {
  const textOf = (objective: object): string =>
    scriptText(runsToWrite({ ...short, objective, runs: [{ optimizer: 'gd' }] }), numpy)
  expect(textOf(inline(30))).toContain('[0.3333333333333333], ')
  const packed = textOf(inline(300))
  expect(packed).toContain('X = np.frombuffer(base64.b64decode(')
  const [, letters] = /b64decode\(\n((?: +".*"\n)+)\), dtype="<f8"\)\.reshape\(-1\)/.exec(packed) ?? []
  const bytes = Buffer.from(letters.replace(/[\s"]/g, ''), 'base64')
  expect(new Float64Array(new Uint8Array(bytes).buffer)).toEqual(
    Float64Array.from({ length: 300 }, (_, row) => row % 7),
  )
  expect(textOf(regression(500))).toContain('np.random.RandomState(0).randn(500, 2)')
})

test('the optimizer of the library stands for a dialect that is the library’s', () => {
  const runs = (dialect: string, changes: object = {}) =>
    runsToWrite({ ...short, runs: [{ optimizer: 'adam', dialect, ...changes }] })
  expect(scriptText(runs('pytorch'), pytorch)).toContain(
    'optimizer = torch.optim.Adam([theta], lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0)',
  )
  expect(scriptText(runs('optax'), jax)).toContain(
    'optimizer = optax.adam(learning_rate=0.001, b1=0.9, b2=0.999, eps=1e-8, eps_root=0)',
  )
  const arithmetic = 'm = beta1 * m + (1 - beta1) * g'
  for (const text of [
    scriptText(runs('chapter'), pytorch),
    scriptText(runs('pytorch', { changes: [{ at: 3, set: { beta1: 0.5 } }] }), pytorch),
    scriptText(runs('pytorch'), jax),
  ]) {
    expect(text).toContain(arithmetic)
    expect(text).not.toMatch(/optimizer = /)
  }
})

const hostile = 'x"""\n\u2028import os\\N{BULLET}\r\\" # \u202e`*<b>'

test('names of runs and experiments stay names', () => {
  const runs = runsToWrite({ ...short, name: hostile, runs: [{ optimizer: 'gd', label: hostile }] })
  for (const library of [numpy, pytorch, jax]) {
    const text = scriptText(runs, library)
    expect(text).not.toMatch(/^import os/m)
    expect(text).not.toMatch(/[\r\u2028\u202e]/u)
    expect(text.split('"""')[0]).toBe('')
    const label = /"label": (".*"),/.exec(text)?.[1] ?? ''
    expect(JSON.parse(label)).toBe('x""" import os\\N{BULLET} \\" # `*<b>')
  }
})

test('a script holds at most a thousand recorded losses and the last', () => {
  const runs = runsToWrite({
    iterations: 5_003,
    stop: noStops,
    runs: [{ optimizer: 'gd', hyper: { lr: 1e-4 } }],
  })
  const text = scriptText(runs, numpy)
  const [, iterations] = /"iterations": \[([^\]]*)\]/.exec(text) ?? []
  const numbers = iterations.split(',').flatMap((each) => (each.trim() === '' ? [] : [Number(each)]))
  expect(numbers.length).toBeLessThanOrEqual(1_001)
  expect(numbers.length).toBeGreaterThan(800)
  expect([numbers[0], numbers[1] * 2, numbers.at(-1)]).toEqual([0, numbers[2], 5_003])
})

test('what a script can’t have is said, with the limit and a way out', () => {
  const [run] = runsToWrite({
    ...short,
    objective: regression(50),
    runs: [{ optimizer: 'gd', label: 'SGD' }],
  })
  const large = { ...run, record: { ...run.record, rows: 600_000 } }
  expect(() => checkRuns([run, large])).toThrow(
    'the data of run 1 (SGD) in test are 1,200,000 numbers, and a script carries 1,000,000 at the most; run it on fewer rows, or export its curves and save its experiment instead',
  )
  expect(() => checkRuns([{ ...run, record: { ...run.record, points: 0 } }])).toThrow(/no recorded points/)
  const remade = run.remade()
  const searching = {
    ...remade,
    plan: { ...remade.plan, dialect: { ...remade.plan.dialect, asksProblem: true } },
  }
  expect(() => checkRuns([{ ...run, remade: () => searching }])).toThrow(
    /^Gradient descent, the method of run 1 \(SGD\), has no search in Python yet; leave that run out/,
  )
})

test('every method that asks its problem, or looks ahead, says how in Python', () => {
  for (const { id, dialects } of optimizers) {
    for (const dialect of Object.values(dialects)) {
      expect([id, dialect.asksProblem === undefined]).toEqual([id, dialect.search === undefined])
      expect([id, dialect.lookahead === undefined]).toEqual([id, dialect.lookaheadCode === undefined])
    }
  }
})

const notebook = (): string =>
  [
    ...notebookOf(
      runsToWrite({ ...short, name: '# *x* <b>', runs: [{ optimizer: 'gd' }, { optimizer: 'adam' }] }),
      numpy,
    ),
  ].join('')

test('a notebook has a cell for each part of the script, and a picture last', () => {
  const { nbformat, nbformat_minor, cells } = JSON.parse(notebook()) as {
    readonly nbformat: number
    readonly nbformat_minor: number
    readonly cells: readonly { readonly cell_type: string; readonly id: string; readonly source: string[] }[]
  }
  expect([nbformat, nbformat_minor]).toEqual([4, 5])
  expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length)
  const code = cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => source.join(''))
  expect(code.at(-2)).toBe('main()')
  expect(code.at(-1)).toContain('axes.set_yscale("log")')
  expect(code.filter((text) => /^def run_\d/.test(text))).toHaveLength(2)
  const words = cells.filter(({ cell_type }) => cell_type === 'markdown').map(({ source }) => source.join(''))
  expect(words.join('\n')).toContain('In \\# \\*x\\* \\<b\\>: Gradient descent')
})

const withNbformat = pythonWith('nbformat')
test.skipIf(!withNbformat)('a notebook is valid, says nbformat', () => {
  const script = `import json, sys, nbformat
nbformat.validate(nbformat.reads(sys.argv[1], as_version=4))
print(json.dumps(True))`
  expect(inPython(withNbformat ?? '', script, notebook())).toBe(true)
})

test('objectives without data can be exported whatever their options', () => {
  for (const kind of objectives.filter(({ data }) => !data)) {
    const experiment = experimentWith({ objective: { id: kind.id } })
    expect(tableFor(experiment)).toBeUndefined()
    const { value, gradient, hessian } = kind.python(experiment.objective)
    for (const lines of [value, gradient, hessian]) {
      expect(lines.length).toBeGreaterThan(0)
      expect(lines.at(-1)).not.toMatch(/^\w+ = /)
    }
  }
})
