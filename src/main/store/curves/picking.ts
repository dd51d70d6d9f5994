import { blockPoints, findSpan, wideStretch, type Blocks, type Span } from './blocks'
import { chunkPoints } from './chunks'
import { Extremes, type PickedPoints } from './m4'

const blocksPerChunk = chunkPoints / blockPoints
/** Stretches of as many points have so few edges in a chunk that it is quicker to read the blocks these are in. */
const sparseStretch = chunkPoints / 2

/** A stored series. */
export interface SeriesSource {
  points(chunk: number): Float64Array
  /** Points of one block of a whole chunk. */
  block(chunk: number, block: number): Float64Array
  /** Undefined where a chunk is not whole yet. */
  blocks(chunk: number): Blocks | undefined
}

/** Remembers the newest answer: stretches lie side by side. */
function newest<Answer>(ask: (place: number) => Answer): (place: number) => Answer {
  let known: { readonly place: number; readonly answer: Answer } | undefined
  return (place) => (known?.place === place ? known : (known = { place, answer: ask(place) })).answer
}

const isWide = (edges: readonly number[], stretch: number, wide = wideStretch): boolean =>
  edges[stretch + 1] - edges[stretch] >= wide

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
  const blockOf = newest((place) => source.block(Math.floor(place / blocksPerChunk), place % blocksPerChunk))
  const span: Span = { low: 0, high: 0 }
  const blocksOf = newest((chunk) => source.blocks(chunk))

  /** `points[from .. to - 1]`; the first of them all is point `start` of the series. */
  function takeSome(points: Float64Array, start: number, from: number, to: number): void {
    const take = (index: number): void => extremes.take(start + index, points[index])
    if (findSpan(points, from, to, span)) [from, span.low, span.high, to - 1].forEach(take)
    else for (let index = from; index < to; index++) take(index)
  }

  function takePoints(chunk: number, from: number, to: number): void {
    if (from < to) takeSome(pointsOf(chunk), chunk * chunkPoints, from, to)
  }

  /** Points of a single block. */
  function takeBorder(chunk: number, from: number, to: number): void {
    if (from >= to) return
    const block = Math.floor(from / blockPoints)
    const start = block * blockPoints
    takeSome(blockOf(chunk * blocksPerChunk + block), chunk * chunkPoints + start, from - start, to - start)
  }

  function takeBlocks(blocks: Blocks, chunk: number, from: number, to: number, sparse: boolean): void {
    const takeEnd = sparse ? takeBorder : takePoints
    const firstBlock = Math.ceil(from / blockPoints)
    const lastBlock = Math.max(firstBlock, Math.floor(to / blockPoints))
    takeEnd(chunk, from, Math.min(to, firstBlock * blockPoints))
    for (let block = firstBlock; block < lastBlock;) {
      block = blocks.handOut(block, lastBlock, chunk * chunkPoints, extremes)
      if (block === lastBlock) break
      takePoints(chunk, block * blockPoints, (block + 1) * blockPoints)
      block += 1
    }
    takeEnd(chunk, Math.max(from, lastBlock * blockPoints), to)
  }

  for (let stretch = 0; stretch < edges.length - 1; stretch++) {
    const end = edges[stretch + 1]
    const wide = isWide(edges, stretch)
    const sparse = isWide(edges, stretch, sparseStretch)
    for (let at = edges[stretch]; at < end;) {
      const chunk = Math.floor(at / chunkPoints)
      const start = chunk * chunkPoints
      const until = Math.min(end, start + chunkPoints)
      const blocks = wide ? blocksOf(chunk) : undefined
      if (blocks) takeBlocks(blocks, chunk, at - start, until - start, sparse)
      else takePoints(chunk, at - start, until - start)
      at = until
    }
    extremes.flush()
  }
  return extremes.picked()
}
