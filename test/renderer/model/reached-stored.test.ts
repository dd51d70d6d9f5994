// @vitest-environment happy-dom
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contract, type LabBridge } from '../../../src/main/contract'
import { createCurveAnswers } from '../../../src/main/lab/curves/curve-answers'
import { findFirst } from '../../../src/renderer/model/reached'
import { call } from '../../../src/renderer/client/lab'
import type { Reached } from '../../../src/renderer/model/target'
import { openedWell, startOne } from '../../main/store/support/fixtures'

/** Numbers from 0 to 1, always the same ones. */
function noise(length: number): Float64Array<ArrayBuffer> {
  let seed = 1
  return Float64Array.from({ length }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  })
}

let answers: ReturnType<typeof createCurveAnswers>
const bridge: LabBridge = {
  async call(_, input) {
    return { ok: true, value: await answers['curves.read'](contract['curves.read'].input.parse(input)) }
  },
  on: () => () => undefined,
}
Object.defineProperty(window, 'lab', { value: bridge })

/** A run with these losses, whose curve is viewed as the lab does. */
function storedRun(losses: Float64Array<ArrayBuffer>): number {
  const store = openedWell({ file: ':memory:' })
  const { id } = startOne(store)
  store.curves.append(id, ['loss'], { first: 0, count: losses.length, columns: losses })
  store.runs.update(id, { points: losses.length, iterations: losses.length - 1 })
  answers = createCurveAnswers(store)
  return id
}

/** Searches the curve from one iteration to another as the page does. */
async function search(id: number, target: number, from: number, to: number): Promise<Reached | undefined> {
  const stretch = { from, to }
  const [found] = await call('curves.read', {
    runs: [{ run: id }],
    series: ['loss'],
    picture: { ...stretch, columns: 100 },
  })
  return findFirst({ id, recordEvery: 1, hyper: {} }, target, stretch, found)
}

describe('a target on a stored curve', () => {
  const length = 250_001

  it('is first reached where a look at every point finds it', async () => {
    // A slope has many points that are lower than all before.
    const losses = noise(length).map((value, index) => value - index / length)
    const id = storedRun(losses)
    await fc.assert(
      fc.asyncProperty(fc.double({ min: -1, max: 0.1, noNaN: true }), async (target) => {
        const index = losses.findIndex((loss) => loss <= target)
        const expected = index < 0 ? undefined : { iteration: index, after: index - 1 }
        expect(await search(id, target, 0, length - 1)).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  }, 60_000)

  it('is found at the very beginning of a column whose lowest point is at its end', async () => {
    const losses = noise(length).map((value) => 1 + value)
    losses[217_500] = 0.5
    losses[219_999] = 0.4
    const id = storedRun(losses)
    expect(await search(id, 0.5, 0, length - 1)).toEqual({ iteration: 217_500, after: 217_499 })
  })

  it('is found just before a column begins, whatever its lowest point', async () => {
    const losses = noise(length).map((value) => 1 + value)
    losses[217_473] = 0.5
    losses[220_030] = 0.4
    const id = storedRun(losses)
    expect(await search(id, 0.5, 0, length - 1)).toEqual({ iteration: 217_473, after: 217_472 })
  })

  it('is found where all but one point of a stretch are told of', async () => {
    const losses = Float64Array.from({ length: 2_000 }, (_, index) => [5, 8, 4.5, 5][index % 4])
    // The first at or below the target is neither first nor last, lowest nor highest of its column.
    losses.set([5, 9, 3, 2, 4], 1_396)
    const id = storedRun(losses)
    expect(await search(id, 3, 1_000, 1_400)).toEqual({ iteration: 1_398, after: 1_397 })
  })
})
