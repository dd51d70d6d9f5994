import { bindObjective } from '@core/plan'
import type { Objective } from '@core/objectives/contract'
import type { FromPreview, ToPreview } from './protocol'
import { PreviewWork } from './work'

/** The thread that works previews out, so that the page never waits for one. */

/** Milliseconds of work before the first answer, and between later ones at the most. */
const first = 10
const longest = 40
/** Milliseconds that a preview may take in all. */
const budget = 2_000

type Asked = Extract<ToPreview, { kind: 'preview' }>

let objective: Objective | undefined
let asked: Asked | undefined
let work: PreviewWork | undefined
let began = 0
let slice = first

const reply = (said: FromPreview): void => self.postMessage(said)
/** What was said meanwhile is heard between two slices of work. */
const turn = new MessageChannel()
turn.port1.onmessage = () => goOn()

function goOn(): void {
  if (!asked || !objective) return
  const { ticket, experiment, places } = asked
  try {
    if (!work) {
      work = new PreviewWork(experiment, objective, places)
      began = performance.now()
      slice = first
    }
    work.goOn(slice)
    if (performance.now() - began > budget) work.cut()
    slice = Math.min(longest, 2 * slice)
    const over = work.isOver
    reply({ ticket, curves: work.take(), over })
    if (over) asked = work = undefined
    else turn.port2.postMessage(undefined)
  } catch (error) {
    asked = work = undefined
    reply({ ticket, error: error instanceof Error ? error.message : String(error) })
  }
}

self.addEventListener('message', ({ data }: MessageEvent<ToPreview>) => {
  if (data.kind === 'objective') {
    objective = bindObjective({ objective: data.objective }, data.table)
    return
  }
  asked = data
  work = undefined
  turn.port2.postMessage(undefined)
})
