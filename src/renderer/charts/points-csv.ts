import type { Interval } from '@core/objectives/contract'
import { formatCount } from '../model/format'
import { lowerBound, type Sequence } from '../model/sequence'
import type { CurveView } from '../model/chart-data'

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** First and last point, the latter not included, of those with x in the range. */
function within(x: Sequence, range: Interval | undefined): readonly [number, number] {
  if (!range) return [0, x.length]
  const from = lowerBound(x, range[0])
  let to = from
  while (to < x.length && (x.at(to) ?? Infinity) <= range[1]) to++
  return [from, to]
}

/**
 * The points of curves, a row a point, as text that reads back as the same numbers; with the edges of their
 * bands, and the runs behind each point, where any has one.
 * @param range of x; undefined for all of it
 * @throws for a curve that has more points there than the chart has been given
 */
export function pointsCsv(
  curves: readonly CurveView[],
  xTitle: string,
  yTitle: string,
  range: Interval | undefined,
): string {
  const banded = curves.some(({ band }) => band)
  const lines = curves.flatMap(({ label, inFull = label, x, y, whole, band }) => {
    const [from, to] = within(x, range)
    const all = whole ? within(whole.x, range) : [from, to]
    if (all[1] - all[0] > to - from) {
      throw new Error(
        `${label} has ${formatCount(all[1] - all[0])} points there, of which the chart holds those that it draws: zoom in further, or export all of them from the Export menu.`,
      )
    }
    const name = quoted(inFull)
    const columns = [x, y, ...(band ? [band.low, band.high, band.n, band.diverged] : [])]
    const none = banded && !band ? ',,,,' : ''
    return Array.from(
      { length: to - from },
      (_, k) => `${name},${columns.map((column) => column[from + k]).join()}${none}`,
    )
  })
  const more = banded ? ',low,high,n,diverged' : ''
  return [`run,${quoted(xTitle)},${quoted(yTitle)}${more}`, ...lines, ''].join('\n')
}
