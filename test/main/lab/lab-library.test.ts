import { describe, expect, test } from 'vitest'
import { parseExperiment } from '@core/experiment'
import type { CallInput } from '../../../src/main/contract'
import { documentWith, experimentWith } from '../../support/experiments'
import { OpenLab, freshFile } from './support/open-lab'

const csv = ['height;"shoe size";name', '1.60;38;Ann', '1.85;44,5;Bob', '1.75;42;Cid'].join('\n')
const objective = 'linear-regression'
type CsvSource = CallInput<'datasets.table'>['data'] & { readonly source: 'csv' }

const on = (data: object) => documentWith({ name: 'Shoes', objective: { id: 'linear-regression', data } })

describe('experiments', () => {
  test('are saved, listed, opened, saved again and duplicated', async () => {
    const opened = await OpenLab.open(freshFile())
    const saved = await opened.call('experiments.save', { experiment: documentWith({ name: 'Mine' }) })
    expect(saved).toMatchObject({ name: 'Mine', objectiveLabel: 'Square', runs: 1, trashedAt: null })
    const { id } = saved
    expect(await opened.call('experiments.list', {})).toEqual([saved])
    expect(await opened.call('experiments.get', { experiment: id })).toEqual({
      ...saved,
      experiment: experimentWith({ name: 'Mine' }),
      document: experimentWith({ name: 'Mine' }),
    })
    const renamed = await opened.call('experiments.save', { id, experiment: documentWith({ name: 'Ours' }) })
    expect(renamed).toMatchObject({ id, name: 'Ours', createdAt: saved.createdAt })
    const copy = await opened.call('experiments.duplicate', { experiment: id })
    expect(copy).toMatchObject({ name: 'Ours (copy)', runs: 1 })
    const listed = await opened.call('experiments.list', {})
    expect(listed.map(({ name }) => name).sort()).toEqual(['Ours', 'Ours (copy)'])
    expect(opened.libraryChanges).toBe(3)
  })

  test('go to the trash, come back, and go for good', async () => {
    const opened = await OpenLab.open(freshFile())
    const save = async (name: string): Promise<number> =>
      (await opened.call('experiments.save', { experiment: documentWith({ name }) })).id
    const [one, two] = [await save('One'), await save('Two')]
    await opened.call('experiments.trash', { experiments: [one, two] })
    expect(await opened.call('experiments.list', {})).toEqual([])
    await opened.call('experiments.restore', { experiments: [two] })
    await opened.call('experiments.purge', { experiments: [one, two] })
    expect(await opened.call('experiments.list', { trash: true })).toEqual([])
    expect(await opened.call('experiments.list', {})).toMatchObject([{ id: two, name: 'Two' }])
    await expect(opened.call('experiments.get', { experiment: one })).rejects.toMatchObject({
      kind: 'missing',
      message: `there is no saved experiment ${one}`,
    })
    for (const name of ['experiments.duplicate', 'experiments.get'] as const) {
      await expect(opened.call(name, { experiment: one })).rejects.toMatchObject({ kind: 'missing' })
    }
    await expect(
      opened.call('experiments.save', { id: one, experiment: documentWith() }),
    ).rejects.toMatchObject({ kind: 'missing' })
  })

  test('that are not valid are not saved', async () => {
    const opened = await OpenLab.open(freshFile())
    for (const name of ['experiments.save', 'experiments.write'] as const) {
      await expect(opened.call(name, { experiment: documentWith({ start: [1, 2] }) })).rejects.toMatchObject({
        kind: 'invalid',
        issues: [{ path: 'start' }],
      })
    }
    expect(await opened.call('experiments.list', {})).toEqual([])
    expect(opened.libraryChanges).toBe(0)
  })
})

describe('experiment files', () => {
  test('are read as they are written', async () => {
    const opened = await OpenLab.open(freshFile())
    const data = { source: 'csv', path: 'faithful.csv', x: ['eruptions'], y: 'waiting', standardize: true }
    for (const document of [documentWith(), on({ source: 'normal', rows: 20 }), on(data)]) {
      const text = await opened.call('experiments.write', { experiment: document })
      const parsed = parseExperiment(document)
      expect(await opened.call('experiments.read', { text })).toEqual({
        experiment: parsed.ok && parsed.value,
        notes: [],
      })
    }
  })

  test.each([true, false])(
    'stand alone: imported data are written into them (standardize: %s)',
    async (standardize) => {
      const [here, elsewhere] = [await OpenLab.open(freshFile()), await OpenLab.open(freshFile())]
      const text = csv.replace('44,5', '44.5')
      const { name } = await here.import('shoes.csv', text)
      const data = {
        source: 'csv',
        path: name,
        x: ['height'],
        y: 'shoe size',
        standardize,
      } satisfies CsvSource
      const file = await here.call('experiments.write', { experiment: on(data) })
      expect(file).not.toContain('shoes.csv')
      const { experiment: read } = await elsewhere.call('experiments.read', { text: file })
      const inline = read.objective.data
      if (inline?.source !== 'inline') throw new Error('not written into the file')
      const [there, written] = [
        await here.call('datasets.table', { objective, data }),
        await elsewhere.call('datasets.table', { objective, data: inline }),
      ]
      expect(written.features).toEqual(there.features)
      expect(written.target).toEqual(there.target)
      const [run] = await elsewhere.start(read)
      const [same] = await here.start(on(data))
      await elsewhere.ended([run])
      await here.ended([same])
      expect(await elsewhere.curve(run)).toEqual(await here.curve(same))
    },
  )

  test('with much data in them bring a data set along, once, on which the runs are the same', async () => {
    const opened = await OpenLab.open(freshFile())
    const x = Array.from({ length: 6_000 }, (_, row) => [Math.sin(row)])
    const y = x.map(([value], row) => 2 * value + Math.cos(row))
    const document = on({ source: 'inline', x, y, standardize: true })
    const text = JSON.stringify(document)
    const { experiment: read } = await opened.call('experiments.read', { text })
    expect(read.objective.data).toMatchObject({ source: 'csv', x: ['x'], y: 'y', standardize: true })
    expect(opened.libraryChanges).toBe(1)
    expect((await opened.call('experiments.read', { text })).experiment).toEqual(read)
    const imported = (await opened.call('datasets.list', {})).filter(({ origin }) => origin === 'imported')
    expect(imported).toHaveLength(1)
    expect(imported[0]).toMatchObject({ rows: 6_000 })
    const [fromSet] = await opened.start(read)
    const [fromFile] = await opened.start(document)
    await opened.ended([fromSet, fromFile])
    expect(await opened.curve(fromSet)).toEqual(await opened.curve(fromFile))
    const written: unknown = JSON.parse(await opened.call('experiments.write', { experiment: read }))
    expect(written).toMatchObject({ objective: { data: { source: 'inline', x, y } } })
  })

  test.each([
    ['', 'a value must come here, not the end (line 1, column 1)'],
    ['[]', 'an experiment must be an object, got a list'],
    [
      '{"format": "descent-lab/experiment@1",\n "start": [NaN]}',
      'start[0]: NaN is not JSON (line 2, column 12)',
    ],
  ])('that are none are refused: %j', async (text, message) => {
    const opened = await OpenLab.open(freshFile())
    await expect(opened.call('experiments.read', { text })).rejects.toMatchObject({
      kind: 'invalid',
      message,
    })
  })
})

describe('data sets', () => {
  test('are previewed, imported, and give the numbers that runs see', async () => {
    const opened = await OpenLab.open(freshFile())
    expect(await opened.preview('shoes.csv', csv)).toMatchObject({
      rows: 3,
      columns: [
        { name: 'height', numeric: true },
        { name: 'shoe size', numeric: false },
        { name: 'name', numeric: false },
      ],
      problems: [
        expect.stringContaining('decimals are written with a point'),
        expect.stringContaining('name'),
      ],
    })
    const text = csv.replace('44,5', '44.5')
    const record = await opened.import(' shoes.csv ', text)
    expect(record).toMatchObject({ name: 'shoes.csv', origin: 'imported', rows: 3 })
    expect(opened.libraryChanges).toBe(1)
    expect((await opened.call('datasets.list', {})).at(-1)).toEqual(record)
    const data = { source: 'csv', path: 'shoes.csv', x: ['height'], y: 'shoe size' } satisfies CsvSource
    expect(await opened.call('datasets.table', { objective, data })).toEqual({
      featureNames: ['height'],
      targetName: 'shoe size',
      features: [Float64Array.of(1.6, 1.85, 1.75)],
      target: Float64Array.of(38, 44.5, 42),
      summary: expect.objectContaining({ rows: 3 }),
    })
    const scaled = await opened.call('datasets.table', { objective, data: { ...data, standardize: true } })
    expect(scaled.features[0].reduce((sum, value) => sum + value)).toBeCloseTo(0)
  })

  test('that can not be had are a fault at the path of the column', async () => {
    const opened = await OpenLab.open(freshFile())
    const data = { source: 'csv', path: 'iris.csv', x: ['species'], y: 'weight' } satisfies CsvSource
    await expect(opened.call('datasets.table', { objective, data })).rejects.toMatchObject({
      kind: 'invalid',
      issues: [{ path: 'objective.data.x[0]' }, { path: 'objective.data.y' }],
    })
    await expect(opened.import('words.csv', 'a\nb\n')).rejects.toMatchObject({
      kind: 'invalid',
      message: 'words.csv has no column of numbers',
    })
    expect(opened.libraryChanges).toBe(0)
  })
})

test('the lab says what it is and where it keeps things', async () => {
  const file = freshFile()
  const opened = await OpenLab.open(file)
  const info = await opened.call('app.info', {})
  expect(info).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    shell: 'browser',
    database: file,
    notices: [],
    savedAs: null,
  })
  const nowhere = await OpenLab.open(':memory:', { shell: 'command line' })
  expect(await nowhere.call('app.info', {})).toMatchObject({ shell: 'command line', database: '' })
})
