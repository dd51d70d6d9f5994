import { EventEmitter } from 'node:events'
import {
  contract,
  type CallName,
  type EventName,
  type LabEvents,
  type LabHandlers,
  type RunRecord,
} from '../../../src/main/contract'
import type { FileStream } from '../../../src/main/lab/export/exports'
import { dispatch } from '../../../src/main/lab/dispatch'
import type { LabDoor } from '../../../src/main/shell/lab-calls'

const unused = (): never => {
  throw new Error('no part of this test')
}

const allUnused = Object.fromEntries(Object.keys(contract).map((name) => [name, unused])) as {
  readonly [Name in CallName]: () => never
}

export const curve = {
  run: 1,
  first: 0,
  count: 3,
  total: 3,
  every: 1,
  last: 2,
  series: { loss: new Float64Array([1.5, NaN, -Infinity]) },
}

/** A lab of two calls behind the real dispatch, and events at will. */
export function fakeLab(): LabDoor & {
  /** Files that wait to be fetched, by their addresses. */
  readonly files: Map<string, FileStream>
  emit<Name extends EventName>(name: Name, payload: LabEvents[Name]): void
  readonly listeners: number
} {
  const handlers: LabHandlers = {
    ...allUnused,
    'curves.read': () => [curve],
    'datasets.append': ({ at, data }) => ({
      bytes: at + data.length,
      rows: data.filter((byte) => byte === 10).length,
    }),
  }
  const events = new EventEmitter()
  const files = new Map<string, FileStream>()
  return {
    files,
    file: async (address) => files.get(address),
    call: (name, input) => dispatch(handlers, name, input),
    on(name, listener) {
      events.on(name, listener)
      return () => events.off(name, listener)
    },
    emit: (name, payload) => void events.emit(name, payload),
    get listeners() {
      return events.eventNames().reduce((sum, name) => sum + events.listenerCount(name), 0)
    },
  }
}

export const runRecord = (id: number, iterations: number): RunRecord => ({
  id,
  launch: 1,
  position: 0,
  color: 0,
  experimentName: 'square',
  objective: 'square',
  objectiveLabel: 'Square',
  dimension: 1,
  rows: 0,
  sampling: 'shuffle',
  budget: 100,
  recordEvery: 1,
  series: ['loss', 'gradient_norm', 'theta_0'],
  minimum: 0,
  status: 'running',
  reason: null,
  iterations,
  points: iterations + 1,
  finalLoss: NaN,
  bestLoss: 0.5,
  bestIteration: iterations,
  valueEvaluations: 0,
  gradientEvaluations: iterations,
  hessianEvaluations: 0,
  duration: 1,
  startedAt: 1,
  endedAt: null,
  hash: null,
  note: '',
  trashedAt: null,
  label: `run ${id}`,
  optimizer: 'gd',
  dialect: 'chapter',
  hyper: { lr: 0.1 },
  batch: 'full',
  schedule: { id: 'constant', warmup: 0 },
  seed: 1,
})
