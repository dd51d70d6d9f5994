import { describe, expect, test } from 'vitest'
import { exportFormats } from '../../../src/main/lab/export'
import { documentWith, noStops } from '../../support/experiments'
import { Bench, useCli } from './support/cli'

useCli()

const race = documentWith({
  iterations: 30,
  runs: [{ optimizer: 'gd' }, { optimizer: 'adam' }],
  stop: noStops,
})

async function keptRuns(): Promise<Bench> {
  const bench = new Bench({ 'race.json': race })
  await bench.call('run', 'race.json', '--db', 'lab.db', '--out', 'out', '--quiet')
  return bench
}

describe('descent-lab export', () => {
  test('writes runs of the history as the run itself did', async () => {
    const bench = await keptRuns()
    expect(
      await bench.call('export', '1', '2', '--format', 'curves.csv', '--out', 'a.csv', '--db', 'lab.db'),
    ).toMatchObject({ status: 0, stdout: expect.stringMatching(/^a\.csv: 2 runs, \d+ bytes\n$/), stderr: '' })
    const lines = bench.text('a.csv').trimEnd().split('\n')
    expect(lines.map((line) => line.slice(0, line.lastIndexOf(','))).join('\n')).toBe(
      bench.text('out/curves.csv').trimEnd(),
    )
    expect(lines.at(-1)).toMatch(/,Adam$/)
  })

  test.each(exportFormats.map(({ id, extension }) => [id, extension]))('has %s', async (id, extension) => {
    const bench = await keptRuns()
    const file = `file.${extension}`
    expect(await bench.call('export', '2', '--format', id, '--out', file, '--db', 'lab.db')).toMatchObject({
      status: 0,
    })
    expect(bench.names).toContain(file)
    expect((await bench.call('export', '--help')).stdout).toContain(id)
  })

  test.each([
    ['a run that is not there', ['9', '--format', 'runs.csv'], 1, 'there is no run 9'],
    ['what is no number of a run', ['one', '--format', 'runs.csv'], 2, 'It must be the number of a run'],
    ['a format that is not there', ['1', '--format', 'xlsx'], 2, 'Allowed choices are curves.csv, runs.csv'],
    ['no format', ['1'], 2, "required option '--format <format>' not specified"],
  ])('refuses %s, and leaves the file that was there', async (_, words, status, said) => {
    const bench = await keptRuns()
    bench.put('kept.csv', 'as it was\n')
    const outcome = await bench.call('export', ...words, '--out', 'kept.csv', '--db', 'lab.db')
    expect(outcome.status).toBe(status)
    expect(outcome.stderr).toContain(said)
    expect(outcome.stdout).toBe('')
    expect(bench.text('kept.csv')).toBe('as it was\n')
  })
})
