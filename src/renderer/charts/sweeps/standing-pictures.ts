import type { Tally } from '@core/comparison/wins'
import type { ChartHandle, FrameOptions } from '../../model/chart-data'
import { freeCanvas, freePicture, type FreePicture } from '../frame/free-picture'
import { readTheme, type Theme } from '../frame/theme'
import { rankAxis, rankWidth, type RankLayout } from './rank-layout'
import { shareAhead, tallyText } from './wins-text'

type Context = CanvasRenderingContext2D

/** Something to be drawn in its own size, in CSS pixels. */
interface Drawn {
  readonly width: number
  readonly height: number
  paint(context: Context): void
}

/** What a picture of standings is saved as, with what is said of it. */
interface Saved {
  readonly title: string
  readonly notes: readonly string[]
  draw(theme: Theme): Drawn
}

/** Around what is drawn. */
const margin = 12

/** A picture of the page that is drawn anew to be saved, as charts are. */
export function standingPicture(element: () => Element | null, saved: () => Saved): ChartHandle {
  const framed = ({ scale, caption }: FrameOptions): FreePicture => {
    const theme = readTheme(element() ?? document.body)
    const { title, notes, draw } = saved()
    const { width, height, paint } = draw(theme)
    return {
      title,
      theme,
      width: Math.max(480, width + 2 * margin),
      height,
      legend: [],
      notes,
      caption,
      ratio: scale,
      paint(context) {
        context.translate(margin, 0)
        paint(context)
      },
    }
  }
  return {
    formats: ['png', 'svg', 'pdf'],
    toPicture: (options) => freePicture({ ...framed(options), format: options.format }),
    toFrames: (options) => async () => freeCanvas(framed(options)),
    resetZoom: () => undefined,
  }
}

function line(
  context: Context,
  color: string,
  width: number,
  points: readonly (readonly [number, number])[],
): void {
  context.strokeStyle = color
  context.lineWidth = width
  context.beginPath()
  points.forEach(([x, y], place) => (place === 0 ? context.moveTo(x, y) : context.lineTo(x, y)))
  context.stroke()
}

function write(context: Context, text: string, x: number, y: number, align: CanvasTextAlign): void {
  context.textAlign = align
  context.fillText(text, x, y)
}

/** Mean ranks as `RankDiagram` has them on the page. */
export const drawnRanks = (layout: RankLayout, theme: Theme): Drawn => ({
  width: rankWidth,
  height: layout.height,
  paint(context) {
    context.font = `13px ${theme.font}`
    context.textBaseline = 'middle'
    context.lineCap = 'round'
    context.fillStyle = theme.text
    const { critical, ticks, bars, names } = layout
    if (critical) {
      const { from, to, text } = critical
      line(context, theme.text, 1, [
        [from, 14],
        [to, 14],
      ])
      for (const x of [from, to])
        line(context, theme.text, 1, [
          [x, 10],
          [x, 18],
        ])
      write(context, text, to + 8, 14, 'left')
    }
    line(context, theme.text, 1, [
      [ticks[0].x, rankAxis],
      [ticks[ticks.length - 1].x, rankAxis],
    ])
    for (const { x, rank } of ticks) {
      line(context, theme.text, 1, [
        [x, rankAxis],
        [x, rankAxis - 5],
      ])
      write(context, String(rank), x, rankAxis - 14, 'center')
    }
    for (const { from, to, y } of bars)
      line(context, theme.text, 4, [
        [from, y],
        [to, y],
      ])
    for (const { isLeft, x, y, lineTo, textAt, color, text } of names) {
      line(context, color, 1.5, [
        [x, rankAxis],
        [x, y],
        [lineTo, y],
      ])
      context.fillStyle = color
      context.beginPath()
      context.arc(x, rankAxis, 3.5, 0, 2 * Math.PI)
      context.fill()
      context.fillStyle = theme.text
      write(context, text, textAt, y, isLeft ? 'right' : 'left')
    }
  },
})

/** In CSS pixels. */
const [cellWidth, cellHeight, letter] = [120, 26, 7]

/** The win matrix as the page has it: the more often a row is ahead, the stronger its cell. */
export function drawnWins(
  methods: readonly string[],
  wins: readonly (readonly Tally[])[],
  theme: Theme,
  accent: string,
): Drawn {
  const longest = Math.max(...methods.map(({ length }) => length))
  const side = longest * letter + 16
  const wide = Math.max(cellWidth, side)
  return {
    width: side + methods.length * wide,
    height: (methods.length + 1) * cellHeight + 4,
    paint(context) {
      context.textBaseline = 'middle'
      const middle = (row: number): number => (row + 0.5) * cellHeight
      context.font = `12px ${theme.font}`
      context.fillStyle = theme.muted
      methods.forEach((name, column) =>
        write(context, name, side + (column + 0.5) * wide, middle(0), 'center'),
      )
      methods.forEach((name, row) => {
        context.fillStyle = theme.text
        write(context, name, 0, middle(row + 1), 'left')
        wins[row].forEach((tally, column) => {
          const [left, top] = [side + column * wide, (row + 1) * cellHeight]
          context.globalAlpha = row === column ? 0 : 0.6 * Math.max(0, shareAhead(tally) - 0.5)
          context.fillStyle = accent
          context.fillRect(left, top, wide, cellHeight)
          context.globalAlpha = 1
          context.strokeStyle = theme.grid
          context.lineWidth = 1
          context.strokeRect(left + 0.5, top + 0.5, wide, cellHeight)
          context.fillStyle = theme.text
          write(context, row === column ? '–' : tallyText(tally), left + wide / 2, middle(row + 1), 'center')
        })
      })
    },
  }
}
