import { describe, expect, test } from 'vitest'
import { format, parseExperiment, serialiseExperiment } from '@core/experiment'
import { formerFormat, upgraded } from '@core/experiment-upgrade'
import { issueText } from '@core/issues'
import { documentWith, pathOf, plansOf } from '../support/experiments'

const former = (runs: readonly object[], objective: object = { id: 'three-hump-camel' }): unknown =>
  documentWith({ format: formerFormat, objective, iterations: 20, runs })

function read(document: unknown) {
  const parsed = parseExperiment(document)
  if (!parsed.ok) throw new Error(parsed.issues.map(issueText).join('; '))
  return { ...parsed.value, notes: parsed.notes }
}

const falling = { schedule: { id: 'exponential', gamma: 0.5 } }

describe('a document of format 1', () => {
  test('is written as format 2, with nothing to say where its words mean the same', () => {
    const { notes, ...experiment } = read(former([{ optimizer: 'adam', dialect: 'pytorch' }]))
    expect(notes).toEqual([])
    expect(experiment.format).toBe(format)
    expect(JSON.parse(serialiseExperiment(experiment))).toMatchObject({ format })
  })

  test.each([
    ['nadam of pytorch', { optimizer: 'nadam', dialect: 'pytorch' }, 'pytorch-1.13', /1\.13/],
    ['asgd under a schedule', { optimizer: 'asgd', ...falling }, 'lab', /lags behind its schedule/],
    ['asgd that warms up', { optimizer: 'asgd', schedule: { id: 'constant', warmup: 3 } }, 'lab', /lags/],
    ['asgd that changes', { optimizer: 'asgd', changes: [{ at: 5, set: { lr: 0.1 } }] }, 'lab', /lags/],
    ['rprop with decay', { optimizer: 'rprop', hyper: { weightDecay: 0.1 } }, 'lab', /Rprop keeps/],
    [
      'rprop whose decay begins later',
      { optimizer: 'rprop', dialect: 'pytorch', changes: [{ at: 5, set: { weightDecay: 0.1 } }] },
      'lab',
      /Rprop keeps/,
    ],
  ])('has %s read as what it was, and says so', (_, run, dialect, said) => {
    const { runs, notes } = read(former([{ optimizer: 'gd' }, run]))
    expect(runs[1].dialect).toBe(dialect)
    expect(notes).toEqual([expect.stringMatching(said)])
    expect(notes[0]).toMatch(/^run 2: /)
  })

  test.each([
    ['the chapter’s nadam', { optimizer: 'nadam' }, 'chapter'],
    ['asgd at one rate', { optimizer: 'asgd' }, 'pytorch'],
    [
      'asgd whose other settings change',
      { optimizer: 'asgd', changes: [{ at: 5, set: { t0: 3 } }] },
      'pytorch',
    ],
    ['rprop', { optimizer: 'rprop', hyper: { weightDecay: 0 } }, 'pytorch'],
    ['rprop of optax', { optimizer: 'rprop', dialect: 'optax' }, 'optax'],
  ])('has nothing to say of %s', (_, run, dialect) => {
    const { runs, notes } = read(former([run]))
    expect(runs[0].dialect).toBe(dialect)
    expect(notes).toEqual([])
  })

  test('names the runs that a note is of once', () => {
    const nadam = { optimizer: 'nadam', dialect: 'pytorch' }
    const { notes } = read(former([nadam, { optimizer: 'gd' }, nadam, nadam]))
    expect(notes).toEqual([expect.stringMatching(/^runs 1, 3, and 4: /)])
  })

  test('is left alone, and a document of any other format handed back', () => {
    const document = former([{ optimizer: 'nadam', dialect: 'pytorch' }])
    const before = structuredClone(document)
    upgraded(document)
    expect(document).toEqual(before)
    for (const other of [documentWith(), null, 'text', [], { format: 'descent-lab/experiment@3' }])
      expect(upgraded(other)).toEqual({ document: other, notes: [] })
  })

  test.each([
    { runs: 5 },
    { runs: [null, 7, []] },
    { objective: 'griewank' },
    { runs: [{ optimizer: 'rprop', hyper: 3, changes: [4] }] },
  ])('is refused, not stumbled over, where it is none: %j', (wrong) => {
    expect(parseExperiment({ ...documentWith(wrong), format: formerFormat }).ok).toBe(false)
  })

  test('climbs down Griewank by the printed value, which cancels near 0', () => {
    const objective = { id: 'griewank' }
    const { objective: printed, notes } = read({ ...documentWith({ objective }), format: formerFormat })
    expect(printed).toEqual({ id: 'griewank', value: 'as-printed' })
    expect(notes).toEqual([expect.stringContaining('as-printed')])
    expect(read(documentWith({ objective })).objective).toEqual({ id: 'griewank', value: 'exact' })
  })
})

test('asgd of torch goes by the rate of the update before, that of the lab by its own', () => {
  const hyper = { lr: 0.02, lambd: 0.01, alpha: 0.6 }
  const second = (dialect: string): number => {
    const run = { optimizer: 'asgd', dialect, hyper, ...falling }
    const experiment = read(
      documentWith({
        objective: { id: 'three-hump-camel' },
        start: [-1.8, 1.6],
        iterations: 20,
        runs: [run],
      }),
    )
    return pathOf(plansOf(experiment)[0])[2].theta[0]
  }
  expect(second('pytorch')).toBeCloseTo(-1.7987833, 7)
  expect(second('lab')).toBeCloseTo(-1.7991988, 7)
})
