import { z } from '@core/zod'

/** What the tracing of a browser says of a stretch of time on a page's main thread; in milliseconds. */
export interface Stretch {
  readonly length: number
  /** From each frame of the main thread to the next. */
  readonly frames: readonly number[]
  /** Of each task from its beginning to its end, what it waited for a processor included. */
  readonly tasks: readonly number[]
  /** Of each task what it had of a processor. */
  readonly processor: readonly number[]
}

/** The categories of tracing that are read here. */
export const categories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  'blink.user_timing',
]

/** Names of the marks (`performance.mark`) that a stretch lies between. */
export const [beginMark, endMark] = ['bench: begin', 'bench: end']

const event = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  /** In microseconds, as are the following. */
  ts: z.number(),
  dur: z.number().optional(),
  tdur: z.number().optional(),
})
const trace = z.object({ traceEvents: z.array(event) })

/** @throws Error where the marks are missing */
export function stretchOf(traced: Buffer): Stretch {
  const { traceEvents: events } = trace.parse(JSON.parse(traced.toString()))
  const begin = events.find(({ name }) => name === beginMark)
  const end = events.find(({ name }) => name === endMark)
  if (!begin || !end) throw new Error('the page has not set the marks that the tracing is read between')
  const own = events.filter(
    ({ pid, tid, ts }) => pid === begin.pid && tid === begin.tid && ts >= begin.ts && ts <= end.ts,
  )
  const tasks = own.filter(({ name, ph }) => name === 'RunTask' && ph === 'X')
  const frames = own.filter(({ name }) => name === 'BeginMainThreadFrame').map(({ ts }) => ts)
  return {
    length: (end.ts - begin.ts) / 1_000,
    frames: frames.slice(1).map((ts, index) => (ts - frames[index]) / 1_000),
    tasks: tasks.map(({ dur = 0 }) => dur / 1_000),
    processor: tasks.map(({ tdur = 0 }) => tdur / 1_000),
  }
}
