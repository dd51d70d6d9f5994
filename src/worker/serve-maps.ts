import type { MessagePort } from 'node:worker_threads'
import { Known } from '@core/map/known'
import { mapPixels } from '@core/map/map'
import { bindObjective } from '@core/plan'
import { wireError, type MapAnswer, type MapRequest } from './protocol'

/** Milliseconds that an answer may take: so soon somebody sees something, and so soon a map that is no longer wanted is gone. */
const patience = 40
/** Milliseconds that one run may take. */
const mostPerRun = 2_000

class TooSlow extends Error {}

function answerOf({ experiment, table, spec, from, limit }: MapRequest, known: Known): MapAnswer {
  const begun = performance.now()
  let runBegun = begun
  const pulse = (): void => {
    if (performance.now() - runBegun > mostPerRun) throw new TooSlow('a run takes too long')
  }
  const isOver = (): boolean => {
    runBegun = performance.now()
    return runBegun - begun > patience
  }
  try {
    const objective = bindObjective(experiment, table, pulse)
    return {
      ok: true,
      pixels: mapPixels(experiment, objective, spec, { from, limit }, isOver, pulse, known),
    }
  } catch (error) {
    if (error instanceof TooSlow) return { ok: false, slow: true }
    return { ok: false, slow: false, error: wireError(error) }
  }
}

/** Answers a port with pixels of maps, one order after the other. */
export function serveMaps(port: MessagePort): void {
  const known = new Known()
  port.on('message', (order: MapRequest) => {
    const answer = answerOf(order, known)
    const buffers = answer.ok
      ? [answer.pixels.outcome, answer.pixels.rate, answer.pixels.reached, answer.pixels.loss]
      : []
    port.postMessage(
      answer,
      buffers.map(({ buffer }) => buffer as ArrayBuffer),
    )
  })
}
