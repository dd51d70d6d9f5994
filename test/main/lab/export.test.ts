import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { curvesCsv, numberText, type CurveToWrite } from '../../../src/main/lab/export/curves-csv'
import { runsCsv } from '../../../src/main/lab/export/runs-csv'
import { textOf as textIn } from '../../../src/main/lab/export/formulas'
import type { RunRecord } from '../../../src/main/contract'

describe('numberText', () => {
  test.each([
    [0, '0'],
    [-0, '-0'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
    [0.1, '0.1'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
    [0.1 + 0.2, '0.30000000000000004'],
  ])('%d is %s', (value, text) => {
    expect(numberText(value)).toBe(text)
  })

  test('reads back as the same number, to the last bit', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(Number(numberText(value))).toBe(value)
      }),
      { numRuns: 2_000 },
    )
  })
})

/** Reads from arrays what a store would read from its file. */
const from =
  (series: Readonly<Record<string, Float64Array>>): CurveToWrite['read'] =>
  (first, count) =>
    Object.fromEntries(
      Object.entries(series).map(([name, values]) => [name, values.slice(first, first + count)]),
    )

const textOf = (curves: readonly CurveToWrite[]): string => [...curvesCsv(curves)].join('')

const recorded = {
  loss: Float64Array.of(0.49, 0.25, NaN),
  gradient_norm: Float64Array.of(1.4, 1, Infinity),
  theta_0: Float64Array.of(0.7, -0, -Infinity),
}
const curve: CurveToWrite = {
  label: 'GD, "mine"',
  series: ['loss', 'gradient_norm', 'theta_0'],
  hyper: { lr: 0.1 },
  batch: 'full',
  sampling: 'shuffle',
  rows: 0,
  recordEvery: 1,
  iterations: 2,
  points: 3,
  gradientEvaluations: 2,
  read: from(recorded),
}

describe('curves.csv', () => {
  test('has a line a point, the start included', () => {
    expect(textOf([curve])).toBe(
      [
        'run,iteration,epoch,loss,gradient_norm,theta_0',
        '1,0,0,0.49,1.4,0.7',
        '1,1,1,0.25,1,-0',
        '1,2,2,NaN,Infinity,-Infinity',
        '',
      ].join('\n'),
    )
  })

  test('numbers runs in the order given, and leaves cells empty that a run has not', () => {
    const wide = {
      ...curve,
      series: [...curve.series, 'theta_1'],
      points: 1,
      read: from({ ...recorded, theta_1: Float64Array.of(9) }),
    }
    const unrecorded = {
      ...curve,
      series: ['loss', 'gradient_norm'],
      points: 1,
      read: from({ loss: Float64Array.of(1), gradient_norm: Float64Array.of(2) }),
    }
    expect(textOf([{ ...curve, points: 1 }, wide, unrecorded])).toBe(
      [
        'run,iteration,epoch,loss,gradient_norm,theta_0,theta_1',
        '1,0,0,0.49,1.4,0.7,',
        '2,0,0,0.49,1.4,0.7,9',
        '3,0,0,1,2,,',
        '',
      ].join('\n'),
    )
  })

  test('tells iterations and epochs of batches, the last point wherever it is', () => {
    const batches = { ...curve, batch: 4, rows: 10, recordEvery: 5, iterations: 7 } as const
    const cells = (of: CurveToWrite): readonly string[] =>
      textOf([of])
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',').slice(1, 3).join(' '))
    // Three batches an epoch, the last of 2 rows: 5 = an epoch and 8 rows, 7 = two epochs and 4 rows.
    expect(cells(batches)).toEqual(['0 0', '5 1.8', '7 2.4'])
    expect(cells({ ...batches, sampling: 'replacement' })).toEqual(['0 0', '5 2', '7 2.8'])
  })

  test('tells evaluations where a run recorded them, and of the others what is known', () => {
    const searched = {
      ...curve,
      series: [...curve.series, 'evaluations'],
      points: 2,
      read: from({ ...recorded, evaluations: Float64Array.of(0, 5) }),
    }
    const batches = { ...curve, batch: 4, rows: 10, iterations: 1, points: 2 } as const
    const before = { ...curve, points: 1, gradientEvaluations: null }
    expect(textOf([searched, batches, before])).toBe(
      [
        'run,iteration,epoch,loss,gradient_norm,theta_0,evaluations',
        '1,0,0,0.49,1.4,0.7,0',
        '1,1,1,0.25,1,-0,5',
        '2,0,0,0.49,1.4,0.7,0',
        '2,1,0.4,0.25,1,-0,0.4',
        '3,0,0,0.49,1.4,0.7,',
        '',
      ].join('\n'),
    )
  })

  test('comes in pieces that are the same text', () => {
    const points = 10_000
    const series = {
      loss: new Float64Array(points).fill(1),
      gradient_norm: new Float64Array(points),
      theta_0: Float64Array.from({ length: points }, (_, i) => i / 3),
    }
    let largest = 0
    const long = {
      ...curve,
      points,
      iterations: points - 1,
      read(first: number, count: number) {
        largest = Math.max(largest, count)
        return from(series)(first, count)
      },
    }
    const pieces = [...curvesCsv([long, long])]
    expect(pieces.length).toBeGreaterThan(4)
    const lines = pieces.join('').split('\n')
    expect(lines).toHaveLength(2 * points + 2)
    expect(largest).toBeLessThanOrEqual(4_096)
    expect(lines.slice(1, points + 1).map((line) => line.split(',')[1])).toEqual(
      Array.from({ length: points }, (_, i) => String(i)),
    )
    expect(lines.at(-2)).toBe(`2,9999,9999,1,0,${9999 / 3}`)
  })

  test('names the run of every row for those who read it by itself', () => {
    const text = [...curvesCsv([curve], true)].join('')
    const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true })
    expect(errors).toEqual([])
    expect(data.map(({ label }) => label)).toEqual([curve.label, curve.label, curve.label])
    // The documented columns stand where they always stood.
    const without = text.replaceAll(/,(label|"GD, ""mine""")$/gm, '')
    expect(without).toBe(textOf([curve]))
  })

  test('is its header where there is nothing to write', () => {
    expect(textOf([])).toBe('run,iteration,epoch,loss,gradient_norm\n')
    expect(textOf([{ ...curve, points: 0 }])).toBe('run,iteration,epoch,loss,gradient_norm,theta_0\n')
  })
})

const record: RunRecord = {
  id: 41,
  launch: 5,
  position: 0,
  color: 0,
  experimentName: 'test',
  objective: 'square',
  objectiveLabel: 'x squared',
  dimension: 1,
  rows: 0,
  budget: 100,
  recordEvery: 1,
  series: ['loss', 'gradient_norm', 'theta_0'],
  minimum: 0,
  optimizer: 'momentum',
  dialect: 'chapter',
  hyper: { lr: 0.1, gamma: 0.9 },
  schedule: { id: 'constant', warmup: 0 },
  batch: 'full',
  sampling: 'shuffle',
  seed: 3,
  label: 'mine, "the best"',
  status: 'diverged',
  reason: 'diverged at update 2: the loss is NaN',
  iterations: 2,
  points: 3,
  finalLoss: NaN,
  bestLoss: 0.25,
  bestIteration: 1,
  valueEvaluations: 0,
  gradientEvaluations: 2,
  hessianEvaluations: 0,
  duration: 12.34567,
  startedAt: 0,
  endedAt: 1,
  hash: null,
  note: '',
  trashedAt: null,
}

describe('runs.csv', () => {
  const header =
    'run,label,optimizer,dialect,hyper,batch,seed,status,reason,iterations,final_loss,best_loss,best_iteration,duration_ms,value_evaluations,gradient_evaluations,hessian_evaluations'

  test('has a line a run, numbered in the order given', () => {
    const other = { ...record, label: 'SGD', batch: 1, hyper: {}, finalLoss: 1e-300, duration: 0 }
    expect(runsCsv([record, other])).toBe(
      [
        header,
        '1,"mine, ""the best""",momentum,chapter,"{""lr"":0.1,""gamma"":0.9}",full,3,diverged,' +
          'diverged at update 2: the loss is NaN,2,NaN,0.25,1,12.346,0,2,0',
        '2,SGD,momentum,chapter,{},1,3,diverged,diverged at update 2: the loss is NaN,2,1e-300,0.25,1,0,0,2,0',
        '',
      ].join('\n'),
    )
  })

  test('tells what was evaluated, and nothing of runs from before that was counted', () => {
    const searched = { ...record, valueEvaluations: 7, gradientEvaluations: 2.4, hessianEvaluations: 1 }
    const before = { valueEvaluations: null, gradientEvaluations: null, hessianEvaluations: null }
    const [, one, two] = runsCsv([searched, { ...record, ...before }]).split('\n')
    expect(one.split(',').slice(-4)).toEqual(['12.346', '7', '2.4', '1'])
    expect(two.split(',').slice(-4)).toEqual(['12.346', '', '', ''])
  })

  const cellsOf = (label: string): readonly string[] =>
    Papa.parse<string[]>(runsCsv([{ ...record, label }]), { newline: '\n', delimiter: ',' }).data[1]

  test.each([
    "=cmd|' /C calc'!A0",
    '+1+1',
    '-2+3',
    '@SUM(1+1)',
    '=1+1";=1+1',
    ' =1+1',
    '\t=1+1',
    '\r=1+1',
    '\u202e=1+1',
    '\u200b=1+1',
    '＝1+1',
    "'=1+1",
  ])('holds no formula: %j', (label) => {
    const [, cell] = cellsOf(label)
    expect(cell).toMatch(/^'/)
    expect(textIn(cell)).toBe(label.replace(/[\u202e\u200b]/, '').replace(/[\t\r]/, ' '))
  })

  test('begins no cell where another country separates its cells', () => {
    expect(runsCsv([{ ...record, label: 'a;=1+1' }])).toContain('1,"a;=1+1",')
  })

  test('leaves the numbers as they are, and texts that are no formulas', () => {
    const [, label, , , , , , , , , loss] = Papa.parse<string[]>(
      runsCsv([{ ...record, label: "it's - fine", finalLoss: -0.5 }]),
    ).data[1]
    expect([label, loss]).toEqual(["it's - fine", '-0.5'])
  })

  test('is lines of what can be seen', () => {
    const text = runsCsv([{ ...record, label: 'a\u202Eb\u0000c\u200Dd\u001b[31me\nf\u2028g\uFEFF' }])
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(text).toContain('ab cd [31me f g')
  })

  test('reads back whatever a label holds', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (label, reason) => {
        const { data } = Papa.parse<string[]>(runsCsv([{ ...record, label, reason }]), {
          newline: '\n',
          delimiter: ',',
        })
        expect(data[1].map(textIn).slice(0, 2)).toEqual(['1', label])
        expect(textIn(data[1][8])).toBe(reason)
        expect(JSON.parse(data[1][4])).toEqual(record.hyper)
      }),
    )
  })

  test('is its header where there are no runs', () => {
    expect(runsCsv([])).toBe(`${header}\n`)
  })
})
