import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { experimentWith } from '../../../support/experiments'
import { ExperimentReader } from '../../../../src/main/lab/experiments/experiment-reader'

/** A valid file with so many rows of data in it. */
const fileOf = (rows: number): string => {
  const x = Array.from({ length: rows }, (_, row) => [row / 7])
  const y = x.map(([value]) => 2 * value)
  return JSON.stringify(
    experimentWith({ objective: { id: 'linear-regression', data: { source: 'inline', x, y } } }),
  )
}

function readerOf(script: URL | undefined = new URL('parser.mjs', inject('threads'))): ExperimentReader {
  const reader = new ExperimentReader(script)
  onTestFinished(() => reader.close())
  return reader
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turn()
}

describe('ExperimentReader', () => {
  test('reads a large file on a thread and says how far it is', async () => {
    const reader = readerOf()
    const text = fileOf(200_000)
    const reading = reader.read(text, 'mine')
    expect(reader.progress('mine')).toEqual({ share: 0, doing: 'looking through it' })
    expect(reader.progress('another')).toBeNull()
    await until(() => (reader.progress('mine')?.share ?? 1) > 0)
    const { experiment, table } = await reading
    expect(experiment.objective.data).toMatchObject({ source: 'csv', x: ['x'], y: 'y', standardize: false })
    expect(table?.features[0]).toEqual(Float64Array.from({ length: 200_000 }, (_, row) => row / 7))
    expect(table?.target).toHaveLength(200_000)
    expect(reader.progress('mine')).toBeNull()
  })

  test('tells the first hundred faults of a large file', async () => {
    const text = fileOf(20_000).replaceAll(/\[[\d.]+\]/g, '["a"]')
    await expect(readerOf().read(text)).rejects.toMatchObject({
      kind: 'invalid',
      issues: { length: 100, 0: { path: 'objective.data.x[0][0]', message: 'must be a number, got "a"' } },
    })
  })

  test('gives one up at once, and others go on', async () => {
    const reader = readerOf()
    const text = fileOf(200_000)
    const [first, second] = [reader.read(text, 'first'), reader.read(text, 'second')]
    reader.abandon('first')
    reader.abandon('nobody')
    await expect(first).rejects.toMatchObject({ kind: 'conflict', message: 'the reading was cancelled' })
    expect((await second).experiment.iterations).toBe(experimentWith({}).iterations)
    reader.abandon('first')
  })

  test('gives up all when it is closed, and reads only so many at a time', async () => {
    const reader = readerOf()
    const text = fileOf(50_000)
    const readings = Promise.allSettled(Array.from({ length: 5 }, () => reader.read(text)))
    await expect(reader.read(text)).rejects.toMatchObject({ kind: 'conflict' })
    await reader.close()
    const outcomes = await readings
    expect(outcomes.map(({ status }) => status)).toEqual(Array(5).fill('rejected'))
  })

  test('reads on this thread where there is no other', async () => {
    const reader = new ExperimentReader(undefined)
    expect((await reader.read(fileOf(20_000))).experiment.runs).toHaveLength(1)
    expect((await reader.read(fileOf(10))).table).toBeUndefined()
    await expect(reader.read('{')).rejects.toMatchObject({ kind: 'invalid' })
  })
})
