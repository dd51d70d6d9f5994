import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { curvesCsvExport } from '../../../src/main/lab/export/curves-csv'
import { OpenLab } from '../lab/support/open-lab'
import { documentWith, noStops } from '../../support/experiments'
import { Bench, useCli } from './support/cli'

useCli()

const noisy = documentWith({
  objective: { id: 'linear-regression', data: { source: 'normal', rows: 60 }, sigma: 0.1 },
  start: [0, 0],
  iterations: 300,
  runs: [
    { optimizer: 'gd', batch: 7, hyper: { lr: 0.05 }, label: 'SGD' },
    { optimizer: 'adam', batch: 'full', schedule: { id: 'cosine' }, label: 'Adam' },
  ],
  stop: noStops,
})

describe('descent-lab verify FILE', () => {
  test('repeats every run and says that it came out the same', async () => {
    const bench = new Bench({ 'noisy.json': noisy })
    await bench.call('run', 'noisy.json', '--out', 'out', '--quiet')
    const words = ['verify', 'noisy.json', '--curves', 'out/curves.csv', '--quiet']
    const { status, stdout, stderr } = await bench.call(...words)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toBe('run 1 (SGD): all 1204 values of 301 points came out the same, bit for bit')
    expect(lines[1]).toMatch(/^ {2}sha256 [0-9a-f]{64}$/)
    expect(lines[2]).toMatch(/^run 2 \(Adam\): all 1505 values /)
    expect(lines[4]).toBe('out/curves.csv: the same, line by line')
    // The same again in another process: nothing hangs on the moment.
    expect((await bench.call(...words)).stdout).toBe(stdout)
  })

  test('repeats what runs change on their way', async () => {
    const hyper = { lr: 0.001 }
    const changes = [{ at: 100, set: { lr: 0.0005 } }]
    const forked = { optimizer: 'gd', hyper, label: 'Fork', forkOf: { run: 'GD', at: 100 }, changes }
    const runs = [{ optimizer: 'gd', hyper }, forked]
    const document = documentWith({ objective: { id: 'rosenbrock' }, iterations: 300, runs, stop: noStops })
    const bench = new Bench({ 'forked.json': document })
    await bench.call('run', 'forked.json', '--out', 'out', '--quiet')
    const words = ['verify', 'forked.json', '--curves', 'out/curves.csv', '--quiet']
    const { status, stdout } = await bench.call(...words)
    expect(stdout).toMatch(/^run 2 \(Fork\): all \d+ values .* came out the same, bit for bit$/m)
    expect(status).toBe(0)
    const points = bench.rows('out/curves.csv').map(([run, ...point]) => ({ run, point: point.join() }))
    const of = (run: string): string[] => points.flatMap((row) => (row.run === run ? row.point : []))
    expect(of('2').slice(0, 101)).toEqual(of('1').slice(0, 101))
    expect(of('2')[101]).not.toBe(of('1')[101])
    const [head, , forkedRow] = bench.text('out/runs.csv').split('\n')
    expect(head).toMatch(/,changes,fork_of$/)
    expect(forkedRow).toContain('"[{""at"":100,""set"":{""lr"":0.0005}}]","{""run"":""GD"",""at"":100}"')
  })

  test('takes a file of curves from before evaluations were counted', async () => {
    const runs = [{ optimizer: 'armijo' }, { optimizer: 'gd' }]
    const bench = new Bench({ 'search.json': documentWith({ start: [3], iterations: 5, runs }) })
    await bench.call('run', 'search.json', '--out', 'out', '--quiet')
    const now = bench.text('out/curves.csv')
    expect(now.split('\n')[0]).toBe('run,iteration,epoch,loss,gradient_norm,theta_0,evaluations')
    bench.put('before.csv', now.replace(/,[^,\n]*\n/g, '\n'))
    bench.put('changed.csv', bench.text('before.csv').replace(/3\n/, '4\n'))
    const verify = (file: string) => bench.call('verify', 'search.json', '--curves', file, '--quiet')
    expect(await verify('before.csv')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('before.csv: the same, line by line'),
    })
    expect(await verify('changed.csv')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('changed.csv: line 2 differs'),
    })
  })

  test('takes a file of curves that the app has exported, with the labels of its runs', async () => {
    const bench = new Bench({ 'noisy.json': noisy })
    await bench.call('run', 'noisy.json', '--db', 'lab.db', '--quiet')
    const opened = await OpenLab.open(bench.at('lab.db'), { borrowed: true })
    bench.put('app.csv', Buffer.concat([...opened.lab.exported(curvesCsvExport, [1, 2])]))
    const { status, stdout } = await bench.call('verify', 'noisy.json', '--curves', 'app.csv', '--quiet')
    expect(stdout).toContain('app.csv: the same, line by line')
    expect(status).toBe(0)
  })

  test('finds random starts where they were, a table from a file among them', async () => {
    const data = { source: 'csv', path: 'faithful.csv', x: ['eruptions'], y: 'waiting' }
    const runs = [{ optimizer: 'gd', batch: 9 }, { optimizer: 'adam' }, { optimizer: 'gd', seed: 5 }]
    const objective = { id: 'linear-regression', data }
    const random = documentWith({ objective, start: 'random', iterations: 3, runs, stop: noStops })
    const bench = new Bench({ 'random.json': random })
    await bench.call('run', 'random.json', '--out', 'out', '--quiet')
    const starts = bench.rows('out/curves.csv').filter(([, iteration]) => iteration === '0')
    const [one, paired, other] = starts.map((row) => row.slice(-2).join())
    expect(paired).toBe(one)
    expect(other).not.toBe(one)
    const again = await bench.call('verify', 'random.json', '--curves', 'out/curves.csv', '--quiet')
    expect(again.status).toBe(0)
    expect(again.stdout).toContain('out/curves.csv: the same, line by line')
  })

  test.each([
    [
      'a digit changed',
      (text: string) => text.replace(/(\n2,150,[^\n]*)\d\n/, '$1x\n'),
      /line 453 differs: 2,150,.+x was there, 2,150,/,
    ],
    [
      'the end cut off',
      (text: string) => text.slice(0, text.lastIndexOf('\n2,300') + 1),
      /it ends before line 603: 2,300,/,
    ],
    [
      'something appended',
      (text: string) => `${text}3,0\n`,
      /it goes on after line 603, where the curves end/,
    ],
  ])('finds %s in a file of curves', async (_, change, said) => {
    const bench = new Bench({ 'noisy.json': noisy })
    await bench.call('run', 'noisy.json', '--out', 'out', '--quiet')
    bench.put('changed.csv', change(bench.text('out/curves.csv')))
    const { status, stdout, stderr } = await bench.call(
      'verify',
      'noisy.json',
      '--curves',
      'changed.csv',
      '--quiet',
    )
    expect(status).toBe(1)
    expect(stdout).toMatch(said)
    expect(stderr).toBe('descent-lab: changed.csv was not repeated exactly\n')
  })
})

describe('descent-lab verify RUN', () => {
  test('repeats a stored run, and finds the value that was changed', async () => {
    const bench = new Bench({ 'noisy.json': noisy })
    await bench.call('run', 'noisy.json', '--db', 'lab.db', '--quiet')
    expect(await bench.call('verify', '2', '--db', 'lab.db')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^run 2 \(Adam\): all 1505 values of 301 points came out the same/),
    })

    const db = new Database(bench.at('lab.db'))
    db.prepare("update runs set hash = 'x' where id = 2").run()
    db.close()
    expect(await bench.call('verify', '2', '--db', 'lab.db')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('the hash kept with the run is another one'),
      stderr: 'descent-lab: run 2 (Adam) was not repeated exactly\n',
    })
  })

  test.each([
    ['a run that is not there', ['verify', '9', '--db', 'lab.db'], 'there is no run 9'],
    ['no such database', ['verify', '1', '--db', 'none.db'], 'none.db: there is no such file'],
    [
      'a run and curves',
      ['verify', '1', '--curves', 'a.csv'],
      '--curves goes with an experiment file, not with a run of the history',
    ],
    [
      'a file and a database',
      ['verify', 'noisy.json', '--db', 'lab.db'],
      '--db goes with the number of a run, not with an experiment file',
    ],
    ['a file that is not there', ['verify', 'none.json'], 'none.json: there is no such file'],
  ])('refuses %s', async (_, words, said) => {
    const bench = new Bench({ 'noisy.json': noisy })
    await bench.call('run', 'noisy.json', '--db', 'lab.db', '--quiet')
    const before = bench.names
    const { status, stdout, stderr } = await bench.call(...words)
    expect([1, 2]).toContain(status)
    expect(stdout).toBe('')
    expect(stderr).toBe(`descent-lab: ${said}\n`)
    expect(bench.names).toEqual(before)
  })
})
