import { blockPoints, findSpan, wideStretch, type Blocks, type Span } from './blocks'
import { chunkPoints } from './chunks'
import { Extremes, type PickedPoints } from './extremes'

/** A stored series. */
export interface SeriesSource {
  points(chunk: number): Float64Array
  /** Undefined where a chunk is not whole yet. */
  blocks(chunk: number): Blocks | undefined
}

/** Remembers the newest answer: stretches lie side by side. */
function newest<Answer>(ask: (chunk: number) => Answer): (chunk: number) => Answer {
  let known: { readonly chunk: number; readonly answer: Answer } | undefined
  return (chunk) => (known?.chunk === chunk ? known : (known = { chunk, answer: ask(chunk) })).answer
}

const isWide = (edges: readonly number[], stretch: number): boolean =>
  edges[stretch + 1] - edges[stretch] >= wideStretch

/** The first and the last chunk whose blocks are needed; the first is behind the last where none are. */
export function blocksNeeded(edges: readonly number[]): readonly [first: number, last: number] {
  const wide = Array.from(edges.keys()).filter((stretch) => isWide(edges, stretch))
  const first = wide.at(0)
  const last = wide.at(-1)
  if (first === undefined || last === undefined) return [0, -1]
  return [Math.floor(edges[first] / chunkPoints), Math.floor((edges[last + 1] - 1) / chunkPoints)]
}

/** What a picture needs of the stretches `edges[i] .. edges[i + 1] - 1` of a series. */
export function pick(source: SeriesSource, edges: readonly number[]): PickedPoints {
  const extremes = new Extremes(edges.length - 1)
  const pointsOf = newest((chunk) => source.points(chunk))
  const span: Span = { low: 0, high: 0 }
  const blocksOf = newest((chunk) => source.blocks(chunk))

  function takePoints(chunk: number, from: number, to: number): void {
    if (from >= to) return
    const points = pointsOf(chunk)
    const start = chunk * chunkPoints
    const take = (index: number): void => extremes.take(start + index, points[index])
    if (findSpan(points, from, to, span)) [from, span.low, span.high, to - 1].forEach(take)
    else for (let index = from; index < to; index++) take(index)
  }

  function takeBlocks(blocks: Blocks, chunk: number, from: number, to: number): void {
    const firstBlock = Math.ceil(from / blockPoints)
    const lastBlock = Math.max(firstBlock, Math.floor(to / blockPoints))
    takePoints(chunk, from, Math.min(to, firstBlock * blockPoints))
    for (let block = firstBlock; block < lastBlock;) {
      block = blocks.handOut(block, lastBlock, chunk * chunkPoints, extremes)
      if (block === lastBlock) break
      takePoints(chunk, block * blockPoints, (block + 1) * blockPoints)
      block += 1
    }
    takePoints(chunk, Math.max(from, lastBlock * blockPoints), to)
  }

  for (let stretch = 0; stretch < edges.length - 1; stretch++) {
    const end = edges[stretch + 1]
    const wide = isWide(edges, stretch)
    for (let at = edges[stretch]; at < end;) {
      const chunk = Math.floor(at / chunkPoints)
      const start = chunk * chunkPoints
      const until = Math.min(end, start + chunkPoints)
      const blocks = wide ? blocksOf(chunk) : undefined
      if (blocks) takeBlocks(blocks, chunk, at - start, until - start)
      else takePoints(chunk, at - start, until - start)
      at = until
    }
    extremes.flush()
  }
  return extremes.picked()
}
