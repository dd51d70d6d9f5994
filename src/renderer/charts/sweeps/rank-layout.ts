import type { Ranking } from '@core/comparison/ranking'
import { formatNumber } from '../../model/format'
import { runStyle } from '../../model/palette'
import type { SweptMethod } from '../../model/sweeps/methods'

/** In units of the drawing, which are CSS pixels in a picture that is saved. */
export const rankWidth = 860
export const rankAxis = 46
const side = 250
const pitch = 22
const barPitch = 9

/** A diagram of mean ranks, everything at its place: the better half is named on the left, the others on the right. */
export interface RankLayout {
  readonly height: number
  readonly ticks: readonly { readonly x: number; readonly rank: number }[]
  /** Below those that cannot be told apart. */
  readonly bars: readonly { readonly from: number; readonly to: number; readonly y: number }[]
  readonly critical: { readonly from: number; readonly to: number; readonly text: string } | undefined
  readonly names: readonly {
    readonly key: number
    readonly isLeft: boolean
    readonly x: number
    readonly y: number
    /** Where the line to the name ends, and where the name begins or ends. */
    readonly lineTo: number
    readonly textAt: number
    readonly color: string
    readonly text: string
  }[]
}

const twoDigits = (value: number): string => formatNumber(Number(value.toFixed(2)))

export function rankLayout(ranking: Ranking, methods: readonly SweptMethod[], dark: boolean): RankLayout {
  const worst = Math.max(2, methods.length)
  const across = (rank: number): number => side + ((rank - 1) / (worst - 1)) * (rankWidth - 2 * side)
  const { critical, order, meanRanks } = ranking
  const bars = ranking.alike
    .filter((row) => row.length > 1)
    .map((row, nth) => {
      const ranks = row.map((method) => meanRanks[method])
      return {
        from: across(Math.min(...ranks)) - 4,
        to: across(Math.max(...ranks)) + 4,
        y: rankAxis + 10 + nth * barPitch,
      }
    })
  const below = rankAxis + 18 + bars.length * barPitch
  const half = Math.ceil(order.length / 2)
  const names = order.map((method, place) => {
    const isLeft = place < half
    return {
      key: method,
      isLeft,
      x: across(meanRanks[method]),
      y: below + (isLeft ? place : order.length - 1 - place) * pitch + 8,
      lineTo: isLeft ? side - 10 : rankWidth - side + 10,
      textAt: isLeft ? side - 16 : rankWidth - side + 16,
      color: runStyle(methods[method]?.style ?? method, dark).color,
      text: `${ranking.names[method]} ${twoDigits(meanRanks[method])}`,
    }
  })
  return {
    height: below + half * pitch + 8,
    ticks: Array.from({ length: worst }, (_, k) => ({ x: across(k + 1), rank: k + 1 })),
    bars,
    critical:
      critical === null
        ? undefined
        : {
            from: side,
            to: side + across(1 + critical) - across(1),
            text: `critical difference ${twoDigits(critical)}`,
          },
    names,
  }
}
