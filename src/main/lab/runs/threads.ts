import type { Worker } from 'node:worker_threads'
import { withChange } from '@core/changes'
import type { Change, Experiment } from '@core/experiment'
import type { Table } from '@core/objectives/contract'
import { controlSlot, controlSlots, type PointBatch, type RunMessage } from '../../../worker/protocol'

export interface Job {
  /** Runs with the very same one were launched together: they wait in one line, and lines take turns. */
  readonly experiment: Experiment
  /** Which of the experiment's runs. */
  readonly index: number
  readonly table: Table | undefined
  /** Wait for a step or resume before the first update. */
  readonly paused: boolean
}

export type RunListener = (message: RunMessage) => void

/** What can be said to a run in the pool; one that has ended does not hear it. */
export interface RunHandle {
  pause(): void
  resume(): void
  /** So many updates from where it stands, then a pause. */
  step(updates: number): void
  /** The run ends as `cancelled`, or as `failed` if its thread had to be replaced. */
  cancel(): void
  /** Other values from its next update on; the answer is a `changed`, unless the run ends before. */
  change(set: Change['set']): void
  /**
   * Batches of the run have been taken: nobody reads their buffers any more. Their threads hear of it
   * after the messages that are here now: told at once, a fast one would send more than this thread ever
   * gets to the end of, and nothing else would have its turn.
   */
  credit(batches: readonly PointBatch[]): Promise<void>
}

/** What a thread is sent of an experiment for one of its runs. It is small: the data are in the table, which is shared. */
export const aloneOf = (
  { objective, runs, ...rest }: Experiment,
  index: number,
  changes = runs[index].changes,
): Experiment => ({
  ...rest,
  objective: { ...objective, data: undefined },
  runs: [{ ...runs[index], changes }],
})

/** Runs that take turns on one thread; more wait in a queue. Runs at rest don't count. */
const runsPerThread = 8

export interface Assignment {
  /** The pool's own number of the run. */
  readonly run: number
  readonly job: Job
  /** Who hears what the run tells. */
  readonly listener: RunListener
  readonly control: SharedArrayBuffer
  readonly flags: Int32Array
  /** Undefined while it waits in the queue. */
  thread: Thread | undefined
  /** Its computing time as the thread last told it, in milliseconds. */
  duration: number
  /** When that was, or when it was sent on since. */
  heardAt: number
  /** The iteration to pause at, as far as is known; Infinity while running freely. */
  until: number
  resting: boolean
  /** Iteration of the newest point, to come back to if its thread dies of another run. */
  iteration: number
  /** What the run has changed so far, for a thread that begins it anew. */
  changes: readonly Change[] | undefined
  /** What its thread has been asked to change and has not answered yet. */
  readonly asked: Change['set'][]
  /** Whether any point has come. */
  begun: boolean
  /** One of several that were on a thread when it died for no visible reason. */
  suspect: boolean
}

export interface Thread {
  readonly worker: Worker
  readonly runs: Set<Assignment>
  /** Ended on purpose: none of the runs left on it is to blame. */
  condemned: boolean
}

/** A run that waits for a thread. */
export function assignmentOf(run: number, job: Job, listener: RunListener): Assignment {
  const control = new SharedArrayBuffer(controlSlots * Int32Array.BYTES_PER_ELEMENT)
  return {
    run,
    job,
    listener,
    control,
    flags: new Int32Array(control),
    thread: undefined,
    duration: 0,
    heardAt: 0,
    until: job.paused ? 0 : Infinity,
    resting: false,
    iteration: 0,
    changes: job.experiment.runs[job.index].changes,
    asked: [],
    begun: false,
    suspect: false,
  }
}

/** Other values for a run without a thread: beyond all points that have come, which it is to repeat. */
export function changedSeatless(assignment: Assignment, set: Change['set']): RunMessage {
  const { job, iteration, begun, duration } = assignment
  const at = iteration + Number(begun)
  const isInTime = at < job.experiment.iterations
  if (isInTime) assignment.changes = withChange(assignment.changes, at, set)
  const { changes = [] } = assignment
  return { type: 'changed', changes, at: isInTime ? at : null, duration }
}

export const isComputing = ({ flags }: Assignment): boolean => Atomics.load(flags, controlSlot.active) === 1
export const isCancelled = ({ flags }: Assignment): boolean => Atomics.load(flags, controlSlot.cancel) === 1
export const beatsOf = ({ flags }: Assignment): number => Atomics.load(flags, controlSlot.beats)

/** Its computing time, where it can't say so itself: what it was busy with since it last did is counted. */
export const durationOf = (assignment: Assignment): number =>
  assignment.duration +
  (assignment.thread && isComputing(assignment) ? performance.now() - assignment.heardAt : 0)

/** Whether it takes another run. */
export function hasRoom({ runs, condemned }: Thread): boolean {
  const seated = [...runs]
  const isOpen = !condemned && !seated.some((each) => each.suspect)
  return isOpen && seated.filter((each) => !each.resting).length < runsPerThread
}

/** A suspect sits alone, so that if its thread dies again it is clear of what. */
export const suits = (thread: Thread, { suspect }: Assignment): boolean => !suspect || thread.runs.size === 0
