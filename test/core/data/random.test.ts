import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RandomState, streamOf, type StreamName } from '@core/data/random'

const times = <Item>(count: number, draw: () => Item) => Array.from({ length: count }, draw)
const seeds = fc.nat({ max: 0xffffffff })

/** From numpy 2.4: `randint(0, 2**32)`, `random_sample`, `randn`, `permutation(10)`. */
const numpy = [
  {
    seed: 0,
    integers: [2357136044, 2546248239, 3071714933, 3626093760],
    doubles: [0.5488135039273248, 0.7151893663724195, 0.6027633760716439],
    normals: [
      1.764052345967664, 0.4001572083672233, 0.9787379841057392, 2.240893199201458, 1.8675579901499675,
    ],
    permutation: [2, 8, 4, 9, 1, 6, 7, 3, 0, 5],
  },
  {
    seed: 42,
    integers: [1608637542, 3421126067, 4083286876, 787846414],
    doubles: [0.3745401188473625, 0.9507143064099162, 0.7319939418114051],
    normals: [
      0.4967141530112327, -0.13826430117118466, 0.6476885381006925, 1.5230298564080254, -0.23415337472333597,
    ],
    permutation: [8, 1, 5, 0, 7, 2, 9, 4, 3, 6],
  },
  {
    seed: 4294967295,
    integers: [419326371, 479346978, 3918654476, 2416749639],
    doubles: [0.0976320289940138, 0.9123828453026218, 0.78903530185164],
    normals: [
      0.6484086742306527, 0.6693235306338161, -1.0805437227474493, 0.2845010447986309, 0.11388773652167104,
    ],
    permutation: [6, 9, 5, 1, 8, 0, 7, 4, 2, 3],
  },
]

describe('RandomState is numpy.random.RandomState', () => {
  it.each(numpy)('seed $seed', ({ seed, integers, doubles, normals, permutation }) => {
    const ofIntegers = new RandomState(seed)
    expect(times(4, () => ofIntegers.uint32())).toEqual(integers)
    const ofDoubles = new RandomState(seed)
    expect(times(3, () => ofDoubles.double())).toEqual(doubles)
    const ofNormals = new RandomState(seed)
    // Logarithms of different libraries may differ in the last bit.
    times(5, () => ofNormals.normal()).forEach((value, i) => expect(value).toBeCloseTo(normals[i], 14))
    const order = Int32Array.from({ length: 10 }, (_, i) => i)
    new RandomState(seed).shuffle(order)
    expect(Array.from(order)).toEqual(permutation)
  })

  it('goes on like numpy past several refills', () => {
    const doubles = new RandomState(3)
    expect(times(2000, () => doubles.double())[1999]).toBe(0.7997292791335099)
    const normals = new RandomState(7)
    const drawn = times(2000, () => normals.normal())
    expect(drawn[1999]).toBeCloseTo(-0.2104789284916715, 14)
    expect(drawn.reduce((sum, value) => sum + value, 0)).toBeCloseTo(-73.39682208259184, 10)
  })

  it('keeps the second Gaussian while doubles are drawn, as numpy does', () => {
    const random = new RandomState(7)
    times(3, () => random.normal())
    expect(random.save().gaussian).toBeCloseTo(0.40751628299650783, 14)
    expect(random.double()).toBe(0.5011204636599379)
    expect(random.normal()).toBeCloseTo(0.40751628299650783, 14)
  })

  it('seeds from an array like the reference implementation', () => {
    const reference = RandomState.fromArray([0x123, 0x234, 0x345, 0x456])
    expect(times(4, () => reference.uint32())).toEqual([1067595299, 955945823, 477289528, 4107218783])
  })

  it.each([-1, 0.5, 2 ** 32, NaN])('refuses the seed %s', (seed) => {
    expect(() => new RandomState(seed)).toThrow('a seed is an integer from 0 to 4294967295')
    expect(() => streamOf(seed, 'data')).toThrow('a seed is an integer from 0 to 4294967295')
  })
})

describe('random numbers', () => {
  it('go on after restore as if nothing had happened, through JSON too', () => {
    fc.assert(
      fc.property(seeds, fc.nat(1500), (seed, skipped) => {
        const random = new RandomState(seed)
        times(skipped, () => random.normal())
        const copy = RandomState.restore(JSON.parse(JSON.stringify(random.save())))
        expect(times(20, () => copy.normal())).toEqual(times(20, () => random.normal()))
      }),
      { numRuns: 25 },
    )
  })

  it('below(n) are in range, and even', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 }), (seed, limit) => {
        const random = new RandomState(seed)
        for (const drawn of times(50, () => random.below(limit))) {
          expect(Number.isInteger(drawn) && drawn >= 0 && drawn < limit).toBe(true)
        }
      }),
    )
    const counts = [0, 0, 0]
    const random = new RandomState(1)
    for (let i = 0; i < 30_000; i++) counts[random.below(3)]++
    // Five standard deviations around 10,000.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(410)
  })
})

describe('streamOf', () => {
  const names: StreamName[] = ['data', 'shuffle', 'noise', 'start', 'design', 'resample']

  it('is numpy.random.RandomState([seed, number of the stream])', () => {
    const random = streamOf(7, 'shuffle')
    expect(times(3, () => random.double())).toEqual([
      0.7042964166818435, 0.15008850079098557, 0.3008874427351991,
    ])
  })

  it('gives every use and every seed numbers of its own', () => {
    const firsts = [0, 1, 2].flatMap((seed) => names.map((name) => streamOf(seed, name).double()))
    expect(new Set(firsts).size).toBe(firsts.length)
  })

  it('is not disturbed by draws from another stream', () => {
    const alone = streamOf(5, 'noise')
    const expected = times(10, () => alone.normal())
    const shuffle = streamOf(5, 'shuffle')
    const noise = streamOf(5, 'noise')
    const drawn = times(10, () => {
      shuffle.below(100)
      return noise.normal()
    })
    expect(drawn).toEqual(expected)
  })
})
