import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test, vi } from 'vitest'
import { openStore } from '../../../src/main/store'
import { documentWith } from '../../support/experiments'
import { Bench, useCli, type Outcome } from './support/cli'

useCli()

const rates = { from: 1e-4, to: 1, steps: 4, scale: 'log' }
const small = documentWith({
  name: 'Rates',
  objective: { id: 'rosenbrock' },
  start: 'random',
  iterations: 60,
  runs: [
    { optimizer: 'adam', hyper: { lr: rates } },
    { optimizer: 'momentum', hyper: { lr: rates } },
  ],
  sweep: { seeds: 3, problems: [{ objective: { id: 'beale' } }] },
})

/** Long enough to be killed in. */
const long = (seeds: number): object =>
  documentWith({
    name: 'Long',
    // Noise is drawn run by run: they are not made all at once.
    objective: { id: 'beale', sigma: 0.01 },
    start: 'random',
    iterations: 20_000,
    runs: [{ optimizer: 'gd', hyper: { lr: { from: 1e-6, to: 1e-5, steps: 4 } } }],
    sweep: { seeds },
    stop: { gradientNorm: 0, parameterChange: 0 },
  })

/** All that is stored of sweeps but ids, and what says when and how fast. */
function tablesOf(file: string): unknown {
  const { store } = openStore({ file, onTrouble: 'refuse' })
  try {
    return store.sweeps.list({ trash: false }).map((record) => {
      const { name, methods, problems, seeds, keep, total, done, status } = record
      const { duration, run, ...results } = store.sweeps.results(record.id, 3, 0, total)
      void duration
      const runs = Array.from(run, (id) => {
        const { label, hyper, seed, reason, finalLoss, points, hash, series } = store.runs.get(id) ?? {}
        const curve = points ? store.curves.read(id, series ?? []).series : undefined
        return { label, hyper, seed, reason, finalLoss, hash, curve }
      })
      const document = store.sweeps.document(record.id)
      return [name, methods, problems, seeds, keep, total, done, status, document, results, runs]
    })
  } finally {
    store.close()
  }
}

function doneIn(file: string): number {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  try {
    return db.prepare<[], number>('select done from sweeps').pluck().get() ?? 0
  } finally {
    db.close()
  }
}

async function well(call: Promise<Outcome>): Promise<string> {
  const { status, stdout, stderr } = await call
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return stdout
}

const csvOf = async (bench: Bench, db: string): Promise<string> => {
  await well(bench.call('export', '1', '--format', 'sweep.csv', '--db', db, '--out', `${db}.csv`))
  return bench.text(`${db}.csv`)
}

describe('descent-lab sweep', () => {
  test('a suite in the box runs, and its rules, table and verdicts are told', async () => {
    const suite = JSON.parse(
      readFileSync(resolve(import.meta.dirname, '../../../resources/suites/noisy-regression.json'), 'utf8'),
    ) as { readonly sweep: object }
    const fewer = { ...suite, sweep: { ...suite.sweep, trials: 2, seeds: 17 } }
    const told = await well(new Bench({ 'suite.json': fewer }).call('sweep', 'suite.json', '--quiet'))
    expect(told).toMatch(
      /^Each method: 2 points of a Sobol design, chosen once for the suite on 5 seeds, compared on 12 others; budget 300 updates/,
    )
    expect(told).toMatch(
      /│ Adam \(batch 16\) +│ +\d+ of 144 │ +0\.\d{3} │ 0\.\d{3} to 0\.\d{3} │ +\d\.\d\d │/,
    )
    expect(told).toMatch(/^All problems: \d+ of 15 pairs told apart, \d+ tied, \d+ not decided/m)
    expect(told).toMatch(/^Linear regression, data 3: \d+ of 15 pairs/m)
  }, 60_000)

  test('parts of 1, 2 and 7 merge to the same bytes, in any order and again', async () => {
    const bench = new Bench({ 'small.json': small })
    const part = (i: number, n: number): string[] => [
      ...['sweep', 'small.json', '--shard', `${i}/${n}`, '--db', `${n}-${i}.sqlite`, '--quiet'],
      ...['--threads', '1'],
    ]
    const found: unknown[] = []
    const texts: string[] = []
    for (const count of [1, 2, 7]) {
      const numbers = Array.from({ length: count }, (_, index) => index + 1)
      await Promise.all(numbers.map((number) => well(bench.call(...part(number, count)))))
      const files = numbers.map((number) => `${count}-${number}.sqlite`).reverse()
      const said = await well(bench.call('merge', `all-${count}.sqlite`, ...files))
      expect(said).toBe('Rates: 48 runs added, 48 of 48 there\n')
      expect(await well(bench.call('merge', `all-${count}.sqlite`, ...files))).toBe(
        'Rates: 0 runs added, 48 of 48 there\n',
      )
      found.push(tablesOf(bench.at(`all-${count}.sqlite`)))
      texts.push(await csvOf(bench, `all-${count}.sqlite`))
    }
    expect(found[1]).toEqual(found[0])
    expect(found[2]).toEqual(found[0])
    expect(texts[1]).toBe(texts[0])
    expect(texts[2]).toBe(texts[0])
    expect(texts[0].trimEnd().split('\n')).toHaveLength(49)
    // One after the other they come to the same as well.
    await well(bench.call('merge', 'slowly.sqlite', '7-3.sqlite'))
    await well(bench.call('merge', 'slowly.sqlite', ...[1, 7, 3, 2, 6, 5, 4].map((i) => `7-${i}.sqlite`)))
    expect(await csvOf(bench, 'slowly.sqlite')).toBe(texts[0])
  }, 120_000)

  test('runs as README says: its parts by GNU parallel where that is there, else by a shell', async () => {
    const bench = new Bench({ 'small.json': small })
    const { status } = await bench.shell('parallel --version')
    const part = (i: string): string =>
      bench.line('sweep', 'small.json', '--shard', `${i}/3`, '--db', `part-${i}.sqlite`, '--quiet')
    const line =
      status === 0
        ? `parallel "${part('{}')}" ::: 1 2 3`
        : `${['1', '2', '3'].map((i) => `${part(i)} &`).join(' ')} wait`
    await bench.shell(line)
    await well(bench.call('merge', 'all.sqlite', 'part-1.sqlite', 'part-2.sqlite', 'part-3.sqlite'))
    await well(bench.call('sweep', 'small.json', '--db', 'alone.sqlite', '--quiet'))
    expect(await csvOf(bench, 'all.sqlite')).toBe(await csvOf(bench, 'alone.sqlite'))
  }, 60_000)

  test('killed, it goes on from where it was when it is started again: nothing lost, nothing twice', async () => {
    const bench = new Bench({ 'long.json': long(60), 'longer.json': long(62) })
    const words = ['sweep', 'long.json', '--db', 'killed.sqlite', '--quiet', '--threads', '1']
    const child = bench.spawn(...words)
    await vi.waitFor(() => expect(doneIn(bench.at('killed.sqlite'))).toBeGreaterThan(0), {
      timeout: 30_000,
      interval: 5,
    })
    const ended = new Promise((settle) => child.on('exit', settle))
    child.kill('SIGKILL')
    await ended
    const done = doneIn(bench.at('killed.sqlite'))
    expect(done).toBeLessThan(240)
    expect(await well(bench.call(...words))).toMatch(/│ Beale +│ GD +│ +240 │/)
    const whole = await csvOf(bench, 'killed.sqlite')
    await well(bench.call('sweep', 'long.json', '--db', 'whole.sqlite', '--quiet'))
    expect(whole).toBe(await csvOf(bench, 'whole.sqlite'))
    // The same with two more seeds is the same sweep, made longer.
    await well(bench.call('sweep', 'longer.json', '--db', 'killed.sqlite', '--quiet'))
    expect(doneIn(bench.at('killed.sqlite'))).toBe(248)
  }, 120_000)

  test('refuses what it can not run, and writes nothing then', async () => {
    const bench = new Bench({
      'plain.json': documentWith({}),
      'wide.json': { ...small, sweep: { seeds: 3, batches: 1 } },
      'small.json': small,
    })
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['sweep', 'plain.json'], /^descent-lab: plain\.json: sweep: is missing; a sweep is an experiment/],
      [['sweep', 'wide.json'], /^descent-lab: wide\.json: sweep\.batches: unknown key/],
      [['run', 'small.json'], /^descent-lab: small\.json: sweep: makes this a sweep of many runs/],
      [['sweep', 'small.json', '--shard', '3/2'], /It must be a part of so many, like 2\/7/],
      [['merge', 'out.sqlite', 'none.sqlite'], /^descent-lab: none\.sqlite: there is no such file/],
    ]
    for (const [words, expected] of cases) {
      const { status, stderr } = await bench.call(
        ...words,
        ...(words[0] === 'sweep' ? ['--db', 'x.sqlite'] : []),
      )
      expect(stderr).toMatch(expected)
      expect(status).toBe(2)
    }
    expect(bench.names).toEqual(['plain.json', 'small.json', 'wide.json'])
  }, 60_000)
})
