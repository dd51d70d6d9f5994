import { RandomState } from '@core/data/random'

/** Random choices that their seeds repeat. */
export class Dice {
  private readonly random: RandomState

  constructor(...seeds: readonly number[]) {
    this.random = RandomState.fromArray(seeds)
  }

  /** An integer from 0, below `limit`. */
  below(limit: number): number {
    return Math.floor(this.random.double() * limit)
  }

  /** An integer from `least` to `most`: as often from one decade as from another. */
  between(least: number, most: number): number {
    return Math.round(least * (most / least) ** this.random.double())
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]
  }

  /** About half of them, in their order. */
  some<Item>(items: readonly Item[]): Item[] {
    return items.filter(() => this.below(2) === 0)
  }
}
