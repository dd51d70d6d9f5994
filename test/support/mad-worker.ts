import { BroadcastChannel, parentPort } from 'node:worker_threads'
import { objectives } from '@core/objectives'
import type { Objective, ObjectiveKind } from '@core/objectives/contract'
import { unheard, type Pulse } from '@core/pulse'
import { serve } from '../../src/worker/serve'

/** Evaluations of a mad objective before it goes mad. */
const calm = 5_000
/** In milliseconds: several times what a thread that hangs is left. */
const longWork = 1_000

/** Where a thread says that it hangs now: its own port is only read between two turns. */
const hanging = new BroadcastChannel('hanging')
hanging.unref()

/** What each of these objectives does to its thread, for the pool's tests. */
const madness: Readonly<Record<string, (pulse: Pulse) => void>> = {
  quartic: () => process.exit(1),
  'smooth-abs': () => {
    hanging.postMessage('now')
    for (;;);
  },
  // Long, but it gets on.
  plateau: (pulse) => {
    hanging.postMessage('now')
    const end = performance.now() + longWork
    while (performance.now() < end) pulse()
  },
  'double-well': () => {
    throw new Error('nothing but trouble')
  },
  // Not while it computes: between its turns, when the thread hears its mail.
  ripples: () => {
    setTimeout(() => {
      throw new Error('out of the blue')
    })
  },
}

function gone(objective: Objective, mad: () => void): Objective {
  let evaluations = 0
  return {
    ...objective,
    evaluate(theta, out) {
      if (++evaluations === calm) mad()
      return objective.evaluate(theta, out)
    },
  }
}

for (const kind of objectives as readonly { -readonly [Key in keyof ObjectiveKind]: ObjectiveKind[Key] }[]) {
  const mad = madness[kind.id]
  if (!mad) continue
  const { create } = kind
  kind.create = (options, table, pulse = unheard) => gone(create(options, table), () => mad(pulse))
}

if (!parentPort) throw new Error('this file must run as a worker thread')
serve(parentPort)
