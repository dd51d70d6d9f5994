import { describe, expect, it } from 'vitest'
import type { Experiment } from '@core/experiment'
import { bindObjective } from '@core/plan'
import type { Table } from '@core/objectives/contract'
import { changed, placesOf, type Change } from '../../../../src/renderer/model/preview/change'
import { PreviewWork, type PreviewCurve } from '../../../../src/renderer/model/preview/work'
import { freshFile, OpenLab } from '../../../main/lab/support/open-lab'
import { bytesOf, type CurveRows } from '../../../support/curves'
import { documentWith, experimentWith, noStops } from '../../../support/experiments'

const regression = { id: 'linear-regression', data: { source: 'normal', rows: 200 } }
const chapter = 'gd momentum nag adagrad adadelta rmsprop adam adamax amsgrad nadam'.split(' ')

const rowsOf = ({ iterations, series }: PreviewCurve): CurveRows =>
  Array.from(iterations, (iteration, point) => [
    iteration,
    ...Object.values(series).map((column) => column[point]),
  ])

/** As the page has it: without the data, which come as the picture of a table. */
const asPage = (experiment: Experiment): Experiment =>
  JSON.parse(
    JSON.stringify({ ...experiment, objective: { ...experiment.objective, data: undefined } }),
  ) as Experiment

function previewed(experiment: Experiment, change: Change, table?: Table): readonly PreviewCurve[] {
  const tried = changed(asPage(experiment), change)
  const work = new PreviewWork(tried, bindObjective(tried, table), placesOf(tried, change))
  const curves = new Map<number, PreviewCurve>()
  while (!work.isOver) {
    work.goOn(1)
    for (const curve of work.take()) curves.set(curve.place, curve)
  }
  return [...curves.values()].sort((a, b) => a.place - b.place)
}

const moved: Change = { kind: 'start', theta: [-1.5, 0.75] }

describe('a preview', () => {
  it.each([
    [
      'the chapter’s ten on data, with batches',
      {
        objective: regression,
        runs: [
          ...chapter.map((optimizer) => ({ optimizer })),
          { optimizer: 'gd', batch: 1 },
          { optimizer: 'adam', batch: 32, seed: 7, sampling: 'replacement' },
        ],
      },
      moved,
    ],
    [
      'schedules, noise and a random seed on a function',
      {
        objective: { id: 'rosenbrock', sigma: 0.1 },
        seed: 5,
        runs: [
          { optimizer: 'gd', hyper: { lr: 1e-4 }, schedule: { id: 'cosine', warmup: 50 } },
          { optimizer: 'nag', dialect: 'pytorch', hyper: { lr: 1e-4 } },
        ],
      },
      moved,
    ],
    [
      'a run that diverges, and one that comes to rest',
      {
        objective: { id: 'quadratic' },
        start: [1, 1],
        stop: {},
        runs: [{ optimizer: 'gd' }, { optimizer: 'momentum' }],
      },
      { kind: 'hyper', place: 0, name: 'lr', value: 0.3 },
    ],
    ['every 7th point', { objective: { id: 'booth' }, record: { every: 7 } }, moved],
  ] as const)('is the run, to the last bit: %s', async (_, document, change) => {
    const experiment = experimentWith({ iterations: 1_000, stop: noStops, ...document })
    const opened = await OpenLab.open(freshFile())
    const { data, id } = experiment.objective
    const table = data ? await opened.call('datasets.table', { objective: id, data }) : undefined
    const curves = previewed(experiment, change, table)
    expect(curves.map(({ place }) => place)).toEqual(placesOf(experiment, change))

    const runs = await opened.start(documentWith({ ...changed(experiment, change) }))
    for (const { place, end, ...curve } of curves) {
      const [{ iterations, status }] = await opened.ended([runs[place]])
      const rows = await opened.curve(runs[place])
      expect(rows.length).toBeGreaterThan(2)
      expect(bytesOf(rowsOf({ place, end, ...curve }))).toEqual(bytesOf(rows))
      expect(curve.updates).toBe(iterations)
      // Why it came to rest only the lab finds out.
      expect(end).toBe(status === 'stalled' ? end : status)
    }
  })

  it('of a long run is its beginning, and says so', () => {
    const experiment = experimentWith({ iterations: 1_000_000, stop: noStops })
    const [curve] = previewed(experiment, { kind: 'start', theta: [0.7] })
    expect(curve.end).toBe('cut')
    expect(curve.every).toBe(10)
    expect(curve.iterations.length).toBeLessThanOrEqual(21_024)
    // What lies between two recorded points has no point.
    expect(Math.floor(curve.updates / 10) * 10).toBe(curve.iterations.at(-1))
  })

  it('keeps to its time, goes round all runs, and hands out only what is new', () => {
    let now = 0
    const experiment = experimentWith({
      iterations: 100_000,
      stop: noStops,
      runs: [{ optimizer: 'gd' }, { optimizer: 'momentum' }, { optimizer: 'adam' }],
    })
    const work = new PreviewWork(experiment, bindObjective(experiment), [0, 1, 2], () => (now += 1))
    work.goOn(7)
    expect(now).toBeLessThan(12)
    const [first, second, third] = work.take()
    expect([first.end, second.end, third.end]).toEqual(['going', 'going', 'going'])
    expect(first.updates).toBeGreaterThan(0)
    work.goOn(1)
    expect(work.take()).toHaveLength(1)
    work.cut()
    expect(work.take().map(({ end }) => end)).toEqual(['cut', 'cut', 'cut'])
    expect(work.isOver).toBe(true)
  })

  it('of a method that the objective does not suit fails alone', () => {
    const experiment = experimentWith({
      objective: { id: 'ackley' },
      runs: [{ optimizer: 'gd' }, { optimizer: 'newton' }],
    })
    const objective = { ...bindObjective(experiment), hessian: undefined }
    const work = new PreviewWork(experiment, objective, [0, 1])
    work.goOn(1_000)
    expect(work.take().map(({ place, end }) => [place, end === 'failed'])).toEqual([
      [0, false],
      [1, true],
    ])
  })
})
