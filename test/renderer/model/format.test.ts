import { isLive } from '@core/run-statuses'
import { describe, expect, it } from 'vitest'
import {
  formatAligned,
  formatCount,
  formatOrdinal,
  formatDuration,
  formatExact,
  formatNumber,
  readable,
  sentence,
  statusLooks,
} from '../../../src/renderer/model/format'

describe('numbers', () => {
  it.each([
    [0, '0'],
    [0.012345678, '0.01235'],
    [-1234.5678, '−1,235'],
    [1e-8, '1e−8'],
    [1.23456e-7, '1.235e−7'],
    [12345678, '1.235e7'],
    [0.1, '0.1'],
    [NaN, 'NaN'],
    [-Infinity, '−∞'],
  ])('%d reads %s', (value, text) => {
    expect(formatNumber(value)).toBe(text)
  })

  it('in columns has as many digits each', () => {
    expect([0.5, 12, 0.000123, 1e-9, 12_345].map((value) => formatAligned(value))).toEqual([
      '0.5000',
      '12.00',
      '0.0001230',
      '1e−9',
      '12,350',
    ])
  })

  it('exact ones read back as they were', () => {
    for (const value of [0.1 + 0.2, -1e-300, 2 ** 60]) {
      expect(Number(formatExact(value).replaceAll('−', '-'))).toBe(value)
    }
    expect(formatCount(50_000)).toBe('50,000')
  })

  it('count steps', () => {
    const steps = [1, 2, 3, 4, 10, 11, 12, 13, 21, 22, 111, 112, 1_003]
    expect(steps.map(formatOrdinal).join(' ')).toBe(
      '1st 2nd 3rd 4th 10th 11th 12th 13th 21st 22nd 111th 112th 1,003rd',
    )
  })
})

describe('words of the lab', () => {
  it.each([
    ['finished: 50000 iterations done', 'finished: 50,000 iterations done'],
    ['diverged at update 4100: the loss is 1.2e12', 'diverged at update 4,100: the loss is 1.2e12'],
    [
      'curvature from -2 to 12350, changed by less than 1e-9',
      'curvature from −2 to 12,350, changed by less than 1e−9',
    ],
    ['0.00001709, -12345.125 was stored, -0 came out', '0.00001709, −12,345.125 was stored, −0 came out'],
    ['the parameter w (sales 2021) is -Infinity', 'the parameter w (sales 2021) is -Infinity'],
    ['"12345" of run12345, x-2, a 2-D plot, 0/0', '"12345" of run12345, x-2, a 2-D plot, 0/0'],
  ])('%s', (words, text) => {
    expect(readable(words)).toBe(text)
  })

  it('are a sentence where they stand alone', () => {
    expect(sentence('all 5005 values came out the same')).toBe('All 5,005 values came out the same.')
    expect(sentence('50000 done!')).toBe('50,000 done!')
  })
})

describe('durations', () => {
  it.each([
    [0.0065, '6.5 µs'],
    [0.41, '0.41 ms'],
    [850, '850 ms'],
    [999.9, '1.0 s'],
    [1_234, '1.2 s'],
    [59_960, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [7_800_000, '2 h 10 min'],
  ])('%d ms reads %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text)
  })
})

describe('statuses', () => {
  it('have a word and an icon of their own each', () => {
    const looks = Object.values(statusLooks)
    expect(new Set(looks.map(({ label }) => label)).size).toBe(looks.length)
    expect(new Set(looks.map(({ icon }) => icon)).size).toBe(looks.length)
  })

  it('are green only where a minimum was found', () => {
    const green = Object.entries(statusLooks).filter(([, { color }]) => color === 'success')
    expect(green.map(([status]) => status)).toEqual(['converged'])
  })

  it('are live until the last update', () => {
    expect(Object.keys(statusLooks).filter((status) => isLive(status as keyof typeof statusLooks))).toEqual([
      'queued',
      'running',
      'paused',
    ])
  })
})
