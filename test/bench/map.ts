import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { CallArguments } from '../../src/main/contract'
import type { Lab } from '../../src/main/lab/lab'
import { documentOf } from './engine'
import { peers, withLab } from './lab'
import { inTurn, repeated, timingOf } from './measure'
import { inPython } from './peers/outside'
import type { Report, Row } from './report'

const size = 256
const updates = 500
/** Pixels of the first picture, each for a square of 16 by 16. */
const coarse = 256
/** Calls under way at once, as a page has them. */
const lanes = 3

const wanted: Omit<CallArguments<'maps.pixels'>, 'from' | 'limit'> = {
  experiment: documentOf({
    objective: { id: 'rosenbrock' },
    iterations: updates,
    runs: [{ optimizer: 'momentum' }],
    stop: {},
  }),
  x: { name: 'lr', scale: 'log', from: 1e-5, to: 1e-1 },
  y: { name: 'gamma', scale: 'linear', from: 0, to: 1 },
  size,
  updates,
  share: 1e-3,
}

/** As a page has a map worked out, up to so many pixels. */
async function pixels(lab: Lab, count: number): Promise<void> {
  const ranges: { from: number; limit: number }[] = []
  const piece = Math.min(4_096, count / 4)
  for (let from = 0; from < count; from += piece) ranges.push({ from, limit: piece })
  const lane = async (): Promise<void> => {
    for (let range = ranges.shift(); range; range = ranges.shift()) {
      const answer = await lab.handlers['maps.pixels']({ ...wanted, ...range })
      const limit = range.limit - answer.count
      if (limit > 0) ranges.unshift({ from: range.from + answer.count, limit })
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** A map of 256 by 256 runs of 500 updates, against array programs that make all runs at once. */
export async function map(report: Report): Promise<void> {
  await withLab(async (lab) => {
    const first = async (of: Lab): Promise<string> => {
      const begun = performance.now()
      await pixels(of, coarse)
      return `${Math.round(performance.now() - begun)} ms`
    }
    report.say(`the first picture of all, threads started with it: ${await first(lab)}`)
    // As where the pointer came to the choice of views a moment before.
    const prepared = await withLab(async (other) => {
      await other.handlers['maps.prepare']({})
      await setTimeout(400)
      return first(other)
    })
    report.say(`the first picture of all, threads prepared 0.4 s before: ${prepared}`)
    const script = join(peers, 'map.py')
    const outside = (library: string) => async () => inPython(library, script, [library, size, updates, 2])
    const measured: Row[] = []
    const contestants = {
      numpy: outside('numpy'),
      'jax, vmap and jit': outside('jax'),
      'the lab': () => repeated(() => pixels(lab, size ** 2), { least: 2, seconds: 1 }),
      'the lab, first picture': () => repeated(() => pixels(lab, coarse), { least: 5, seconds: 0.3 }),
    }
    for (const [name, seconds] of await inTurn(contestants, 3)) {
      if (seconds) measured.push({ name, ...timingOf(seconds) })
      else report.say(`${name}: not on this machine`)
    }
    const title = `${size} x ${size} runs of ${updates} updates: momentum on Rosenbrock, learning rate by decay`
    const ratio = report.compare(title, measured, 'the lab')
    const secondsOf = (name: string): number => measured.find((row) => row.name === name)?.median ?? NaN
    report.aim('a map of 256 x 256 runs of 500 updates', secondsOf('the lab'), { most: 1.5 }, 's')
    report.aim('its first picture', 1_000 * secondsOf('the lab, first picture'), { most: 100 }, 'ms')
    report.aim('numpy against the map', ratio('numpy'), { least: 10 }, 'x')
    report.aim('jax against the map', ratio('jax, vmap and jit'), { least: 1 }, 'x')
  })
}
