import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { descend } from '@core/descend'
import { documentWith, experimentWith, noStops, plansOf } from '../../support/experiments'
import { version } from '../../../package.json'
import { Bench, outcomeOf, useCli } from './support/cli'

useCli()

const datasets = resolve(import.meta.dirname, '../../../resources/datasets')

const chapter = {
  name: 'Gradient descent and its variants',
  objective: { id: 'linear-regression', data: { source: 'normal', rows: 500 } },
  start: [0, 0],
  iterations: 2_000,
  runs: [
    { optimizer: 'gd', hyper: { lr: 0.05 } },
    { optimizer: 'gd', batch: 1, label: 'SGD, one row at a time' },
    { optimizer: 'gd', batch: 50, seed: 3 },
    { optimizer: 'adam', batch: 50, hyper: { lr: 0.05 } },
  ],
  stop: noStops,
}

const faithful = documentWith({
  name: 'GD, SGD and mini-batch on Old Faithful',
  objective: {
    id: 'linear-regression',
    data: { source: 'csv', path: 'faithful.csv', x: ['eruptions'], y: 'waiting', standardize: true },
  },
  iterations: 300,
  runs: [
    { optimizer: 'gd', hyper: { lr: 0.05 } },
    { optimizer: 'adam', dialect: 'pytorch', batch: 2, hyper: { lr: 0.05 }, seed: 3 },
  ],
})

describe('descent-lab run', () => {
  test('writes the curves of descend to the last digit, and the runs', async () => {
    const bench = new Bench({ 'chapter.json': documentWith(chapter) })
    const { status, stdout, stderr } = await bench.call('run', 'chapter.json', '--out', 'results')
    expect(status).toBe(0)
    expect(bench.names).toEqual(['chapter.json', 'results', 'results/curves.csv', 'results/runs.csv'])

    const [header, ...points] = bench.rows('results/curves.csv')
    expect(header.join()).toBe('run,iteration,epoch,loss,gradient_norm,theta_0,theta_1')
    const epochs = [1, 1 / 500, 1 / 10, 1 / 10]
    const expected = plansOf(experimentWith(chapter)).flatMap((plan, index) =>
      Array.from(descend(plan).positions, ({ iteration, loss, gradientNorm, theta }) =>
        [index + 1, iteration, iteration * epochs[index], loss, gradientNorm, ...theta].map(
          (value, column) => (column === 2 ? value.toPrecision(12) : String(value)),
        ),
      ),
    )
    const actual = points.map((row) =>
      row.map((cell, column) => (column === 2 ? Number(cell).toPrecision(12) : cell)),
    )
    expect(actual).toHaveLength(4 * 2_001)
    expect(actual).toEqual(expected)

    const [columns, ...runs] = bench.text('results/runs.csv').trimEnd().split('\n')
    expect(columns).toBe(
      'run,label,optimizer,dialect,hyper,batch,seed,status,reason,iterations,final_loss,best_loss,best_iteration,duration_ms,value_evaluations,gradient_evaluations,hessian_evaluations',
    )
    expect(runs).toHaveLength(4)
    expect(runs[1]).toMatch(
      /^2,"SGD, one row at a time",gd,chapter,"{""lr"":0.01}",1,0,finished,.+,2000,[\d.e-]+,[\d.e-]+,\d+,[\d.]+,0,4,0$/,
    )
    expect(runs[2]).toMatch(/^3,Mini-batch GD \(50\),gd,chapter,"{""lr"":0.01}",50,3,finished,/)
    const last = points.filter(([run]) => run === '1').at(-1)
    expect(runs[0].split(',').at(-7)).toBe(last?.[3])

    expect(stdout).toMatch(/│ +2 │ SGD, one row at a time +│ finished +│ +2000 │/)
    expect(stderr.split('\n').sort()).toEqual([
      '',
      'Adam (batch 50): finished after 2000 iterations',
      'GD: finished after 2000 iterations',
      'Mini-batch GD (50): finished after 2000 iterations',
      'SGD, one row at a time: finished after 2000 iterations',
    ])
  })

  test('gives the same bytes twice, and from whatever folder it is called', async () => {
    const bench = new Bench({ 'chapter.json': documentWith(chapter), 'faithful.json': faithful })
    for (const name of ['chapter', 'faithful']) {
      for (const out of ['one', 'two']) {
        expect(await bench.call('run', `${name}.json`, '--out', `${name}/${out}`, '--quiet')).toMatchObject({
          status: 0,
          stderr: '',
        })
      }
      expect(bench.text(`${name}/one/curves.csv`)).toBe(bench.text(`${name}/two/curves.csv`))
    }
    const elsewhere = new Bench()
    await elsewhere.call('run', bench.at('faithful.json'), '--out', elsewhere.folder)
    expect(elsewhere.text('curves.csv')).toBe(bench.text('faithful/one/curves.csv'))
  })

  test('takes a table beside the experiment, or in a folder of its own, before a shipped one', async () => {
    const bench = new Bench({ 'a.json': faithful })
    const shipped = readFileSync(join(datasets, 'faithful.csv'), 'utf8')
    await bench.call('run', 'a.json', '--out', 'shipped', '--quiet')
    bench.put('faithful.csv', shipped)
    await bench.call('run', 'a.json', '--out', 'same', '--quiet')
    expect(bench.text('same/curves.csv')).toBe(bench.text('shipped/curves.csv'))
    bench.put('faithful.csv', 'eruptions;waiting\n1;2\n2;4\n3;5\n')
    expect(await bench.call('run', 'a.json', '--out', 'mine', '--quiet')).toMatchObject({ status: 0 })
    const loss = (out: string): number => Number(bench.rows(`${out}/curves.csv`)[1][3])
    expect(loss('mine')).toBeCloseTo((4 + 16 + 25) / 3)
    expect(loss('shipped')).toBeGreaterThan(1_000)

    mkdirSync(bench.at('data'))
    bench.put('data/faithful.csv', bench.text('faithful.csv'))
    const there = JSON.parse(JSON.stringify(faithful).replace('faithful.csv', 'data/faithful.csv')) as object
    bench.put('b.json', there)
    await bench.call('run', 'b.json', '--out', 'there', '--quiet')
    expect(bench.text('there/curves.csv')).toBe(bench.text('mine/curves.csv'))
  })

  test('takes a table of many rows, and tells the line and the column that are wrong in one', async () => {
    const lines = Array.from({ length: 40_000 }, (_, row) => `${row % 97},${(row % 97) * 2 + 1}`)
    const data = { source: 'csv', path: 'many.csv', x: ['x'], y: 'y', standardize: true }
    const document = documentWith({
      objective: { id: 'linear-regression', data },
      iterations: 200,
      runs: [{ optimizer: 'gd', hyper: { lr: 0.4 } }],
    })
    const bench = new Bench({ 'a.json': document, 'many.csv': `x,y\n${lines.join('\n')}\n` })
    expect(await bench.call('run', 'a.json', '--out', '.', '--quiet')).toMatchObject({ status: 0 })
    expect(bench.rows('runs.csv')[1]).toContain('converged')
    // On a line exactly: the mean of the targets is the intercept, and nothing is left to lose.
    expect(Number(bench.rows('curves.csv').at(-1)?.[3])).toBeLessThan(1e-12)

    lines[30_000] = '5,five'
    bench.put('many.csv', `x,y\n${lines.join('\n')}\n`)
    const { status, stderr } = await bench.call('run', 'a.json', '--out', 'none', '--quiet')
    expect(status).toBe(2)
    expect(stderr).toContain('column "y" of many.csv must be numbers, but line 30002 is "five"')
    expect(bench.names).not.toContain('none')
  })

  test('a run that diverges is a result; its numbers are written as such', async () => {
    const bench = new Bench()
    bench.put(
      'steep.json',
      documentWith({
        start: [3],
        iterations: 10_000,
        runs: [{ optimizer: 'gd', hyper: { lr: 30 } }],
        stop: { ...noStops, patience: 1 },
      }),
    )
    const { status, stdout } = await bench.call('run', 'steep.json', '--out', '.')
    expect(status).toBe(0)
    expect(stdout).toContain('diverged')
    expect(bench.text('runs.csv')).toMatch(/,diverged,"?diverged at update \d+: /)
    expect(bench.text('curves.csv')).toMatch(/,Infinity,[\d.]+e\+\d+,-?[\d.]+e\+\d+\n$/)
  })

  test('a run that stands still where there is no minimum is a result too, and says so', async () => {
    const bench = new Bench({ 'a.json': documentWith({ objective: { id: 'saddle' }, start: [0, 0] }) })
    const { status, stdout, stderr } = await bench.call('run', 'a.json', '--out', '.')
    expect(status).toBe(0)
    expect(stderr).toContain('GD: stalled after 0 iterations')
    expect(stdout).toMatch(/run 1: stalled: the gradient norm is 0, .*; a saddle, not a minimum: /)
    expect(bench.text('runs.csv')).toMatch(/,stalled,"stalled: /)
  })

  test('overwrites the results that were there, and leaves other files alone', async () => {
    const bench = new Bench({
      'a.json': documentWith({ iterations: 3, stop: noStops }),
      'curves.csv': 'old',
      'other.csv': 'mine',
    })
    expect(await bench.call('run', 'a.json', '--out', '.')).toMatchObject({ status: 0 })
    expect(bench.rows('curves.csv')).toHaveLength(5)
    expect(bench.text('other.csv')).toBe('mine')
    expect(bench.names).toEqual(['a.json', 'curves.csv', 'other.csv', 'runs.csv'])
  })

  test('without --out only says how it went', async () => {
    const bench = new Bench({ 'a.json': documentWith({ iterations: 3, stop: noStops }) })
    const { status, stdout, stderr } = await bench.call('run', 'a.json')
    const hint = 'nothing was kept: --out DIR writes the results, --db FILE keeps the runs'
    expect([status, stderr]).toEqual([0, `GD: finished after 3 iterations\n${hint}\n`])
    const [first, head, , row, , reason, ...rest] = stdout.split('\n')
    const cells = (line: string): readonly string[] => line.split('│').map((cell) => cell.trim())
    expect(first).toMatch(/^┌/)
    expect(cells(head)).toEqual([
      '',
      'run',
      'label',
      'status',
      'iterations',
      'evaluations',
      'final loss',
      'best loss',
      'at',
      'ms',
      '',
    ])
    expect(cells(row).slice(1, 5)).toEqual(['1', 'GD', 'finished', '3'])
    expect(reason).toMatch(/^run 1: finished: 3 iterations done/)
    expect(rest).toEqual([''])
    expect(bench.names).toEqual(['a.json'])
  })

  test('with --quiet says nothing on standard error', async () => {
    const bench = new Bench({ 'a.json': documentWith({ iterations: 3 }) })
    expect(await bench.call('run', '--quiet', 'a.json')).toMatchObject({ status: 0, stderr: '' })
  })

  test.skipIf(process.platform !== 'linux' || !existsSync('/usr/bin/script'))(
    'draws one bar on a terminal, and leaves it in order',
    async () => {
      const bench = new Bench({
        'a.json': documentWith({
          iterations: 30_000,
          stop: noStops,
          runs: [{ optimizer: 'gd' }, { optimizer: 'adam' }],
        }),
      })
      const { status, stdout } = await bench.callOnTerminal('run', 'a.json')
      expect(status).toBe(0)
      const shown = stdout.slice(stdout.indexOf('['))
      expect(shown).toMatch(/\[-{40}\] 0 % {2}0 of 2 runs done/)
      expect(shown).toMatch(/\[={40}\] 100 % {2}2 of 2 runs done/)
      expect(shown).toContain('│   2 │ Adam  │ finished │')
      // The cursor is shown again.
      expect(shown.lastIndexOf('\u001b[?25h')).toBeGreaterThan(shown.lastIndexOf('\u001b[?25l'))
      expect(shown).not.toContain('finished after')
    },
  )

  test('writes every point of long curves, every k-th of longer ones', async () => {
    const bench = new Bench()
    const data = { source: 'normal', rows: 10 }
    const runs = Array.from({ length: 4 }, () => ({ optimizer: 'gd' }))
    const long = { objective: { id: 'linear-regression', data }, iterations: 50_000, runs, stop: noStops }
    bench.put('long.json', documentWith(long))
    bench.put(
      'longer.json',
      documentWith({
        iterations: 200_001,
        stop: noStops,
        start: [0.7],
        runs: [{ optimizer: 'gd', hyper: { lr: 1 } }],
      }),
    )
    expect(await bench.call('run', 'long.json', '--out', 'long')).toMatchObject({ status: 0 })
    expect(bench.rows('long/curves.csv')).toHaveLength(1 + 4 * 50_001)
    expect(await bench.call('run', 'longer.json', '--out', 'longer')).toMatchObject({ status: 0 })
    const iterations = bench
      .rows('longer/curves.csv')
      .slice(1)
      .map(([, iteration]) => Number(iteration))
    expect(iterations).toHaveLength(66_668)
    expect(iterations.slice(0, 3)).toEqual([0, 3, 6])
    expect(iterations.at(-1)).toBe(200_001)
  })

  test('shows a name as text, whatever is in it', async () => {
    const label = 'red\u001b[31m\nand\u0007more'
    const bench = new Bench({
      'a.json': documentWith({ iterations: 3, stop: noStops, runs: [{ optimizer: 'gd', label }] }),
    })
    const { stdout, stderr } = await bench.call('run', 'a.json')
    expect(stderr).toMatch(/^red \[31m and more: finished after 3 iterations\n/)
    expect(stdout).toContain('│ red [31m and more │')
  })
})

describe('output that nobody reads', () => {
  test('is no fault where the reader has gone', async () => {
    const bench = new Bench({ 'a.json': faithful })
    const child = bench.spawn('run', 'a.json', '--out', 'results')
    child.stdout.destroy()
    child.stderr.destroy()
    expect(await new Promise((settle) => child.on('exit', settle))).toBe(0)
    expect(bench.rows('results/runs.csv')).toHaveLength(3)

    const quiet = bench.spawn('run', 'a.json', '--quiet')
    quiet.stdout.destroy()
    expect(await outcomeOf(quiet)).toEqual({ status: 0, stdout: '', stderr: '' })
    const help = bench.spawn('--help')
    help.stdout.destroy()
    expect(await outcomeOf(help)).toEqual({ status: 0, stdout: '', stderr: '' })
  })
})

describe('descent-lab', () => {
  test.each(['--help', '-h', 'help'])('%s says what there is', async (word) => {
    const { status, stdout, stderr } = await new Bench().call(word)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('run [options] <file>')
  })

  test.each([
    ['run', '--help'],
    ['help', 'run'],
  ])('%s %s says how to run', async (...words) => {
    const { status, stdout } = await new Bench().call(...words)
    expect(status).toBe(0)
    for (const option of ['<file>', '--out <dir>', '--db <file>', '--quiet']) expect(stdout).toContain(option)
  })

  test.each(['--version', '-V'])('%s', async (word) => {
    expect(await new Bench().call(word)).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
    expect(existsSync('descent-lab')).toBe(false)
  })
})

describe('descent-lab dialects', () => {
  test('sets the sources of a method side by side', async () => {
    const { status, stdout } = await new Bench({}).call('dialects', 'adam')
    expect(status).toBe(0)
    expect(stdout).toContain('Keras (keras): keras.optimizers.Adam')
    expect(stdout).toMatch(/eps +│ 0\.000001 +│ 1e-8 +│ 1e-8 +│ 1e-7/)
    expect(stdout).toMatch(/PyTorch +│ +│ the same +│ 0\.0000086 after 18/)
  })

  test('names the methods there are, where it knows none of that name', async () => {
    const { status, stdout, stderr } = await new Bench({}).call('dialects', 'sgd')
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain('there is no method sgd; there are gd, momentum,')
  })
})
