import type { Sizes } from '@core/arithmetic/sizes'
import type { UpdateValues } from '@core/arithmetic/update'
import type { Evaluations } from '@core/evaluations'
import type { Change, Experiment } from '@core/experiment'
import type { MapPixels, MapSpec } from '@core/map/map'
import type { Table } from '@core/objectives/contract'
import type { TableReading } from '@core/objectives/reading'
import type { Reason } from '@core/reasons/contract'
import type { Sweep } from '@core/sweep/document'

/** An error as it travels between threads and processes. */
export interface WireError {
  readonly name: string
  readonly message: string
  readonly stack?: string
}

export const wireError = (error: unknown): WireError =>
  error instanceof Error
    ? { name: error.name, message: error.message, ...(error.stack ? { stack: error.stack } : {}) }
    : { name: 'Error', message: String(error) }

/** Why a run ended that somebody stopped. */
export const stoppedAfter = (updates: number): Reason => ({ kind: 'stopped', values: { updates } })

/** Points a batch holds at the most; no batch reaches across a multiple of it. Two chunks of the store. */
export const batchPoints = 8_192
/** Batches a run may be ahead of its reader: about 3 MB, and never so few that one waits for the other. */
export const creditsOf = (series: number): number => Math.min(16, Math.max(4, Math.floor(48 / series)))

/**
 * Slots of a run's control block, an Int32Array over shared memory: the way in
 * that needs no event loop on the other side.
 */
export const controlSlot = {
  /** Set by the lab: stop at the next look. */
  cancel: 0,
  /** Set by the thread while it computes this very run: where a dead thread was. */
  active: 1,
  /** Counted on by the thread in the course of long work on this run: it has not stopped getting on. */
  beats: 2,
} as const
export const controlSlots = 3

/** To a thread. `run` is the pool's number of the run; a thread may carry several. */
export type ToWorker =
  | {
      readonly type: 'start'
      readonly run: number
      /** With this run alone, and its data in `table`. */
      readonly experiment: Experiment
      readonly table: Table | undefined
      readonly control: SharedArrayBuffer
      /** Updates before the run pauses by itself; null: it runs freely. */
      readonly allowance: number | null
    }
  | { readonly type: 'pause'; readonly run: number }
  | { readonly type: 'resume'; readonly run: number }
  /** So many updates, then pause. */
  | { readonly type: 'step'; readonly run: number; readonly updates: number }
  /** These hyper-parameters, checked, from the next update on that has not been recorded as another. */
  | { readonly type: 'change'; readonly run: number; readonly set: Change['set'] }
  | { readonly type: 'cancel'; readonly run: number }
  /** The reader has taken so many batches; as many more may be sent. What was shared may be filled again. */
  | {
      readonly type: 'credit'
      readonly run: number
      readonly batches: number
      readonly buffers: readonly SharedArrayBuffer[]
    }

/**
 * Recorded points `first .. first + count - 1` of a run, column by column:
 * series s of point i is at `columns[s * count + i]`, in the order of the plan's `series`. Where
 * their memory is shared, they are good until the batch has been credited.
 */
export interface PointBatch {
  readonly first: number
  readonly count: number
  /** Iteration of the last point. */
  readonly iteration: number
  readonly columns: Float64Array
}

/**
 * What a thread of its own is started with to make one table: the columns, shared and of full
 * length, filled unless `normal` says from which seed.
 */
export interface TableOrder {
  /** Whose kind of objective it is summed up for. */
  readonly objective: string
  readonly table: Table
  readonly normal: { readonly seed: number } | undefined
  readonly standardize: boolean
}

/** The thread's only message: how it went with the table, which is now as the runs will see it. */
export type TableAnswer =
  | { readonly ok: true; readonly reading: TableReading }
  /** Its features can't be standardised. */
  | { readonly ok: false; readonly message: string }

/** A state of a run on its way, as it is stored: what an update that follows can be made again from. */
export interface Milestone {
  readonly iteration: number
  readonly state: Uint8Array<ArrayBuffer>
}

/** What the thread is started with that makes single updates of runs again. */
export const replaysUpdates = 'replays updates'

/** Slots of the control block of a replay, an Int32Array over shared memory. */
export const replaySlot = {
  /** Set by the lab: stop at the next look. */
  cancel: 0,
  /** Told by the thread: how much of the way to the update is done, in thousandths. */
  share: 1,
} as const
export const replaySlots = 2

/** To the thread that replays: updates of a run, made again. */
export interface ReplayOrder {
  /** The lab's id of the run, whose experiment is the same whenever it is asked about, but for new changes. */
  readonly run: number
  /** With this run alone, and its data in `table`. */
  readonly experiment: Experiment
  readonly table: Table | undefined
  /** One update, or how large values are in the course of the run. */
  readonly asks:
    | {
        readonly type: 'update'
        /** Counts from 1. */
        readonly update: number
        /** Of theta, from 0. */
        readonly coordinates: readonly number[]
      }
    | {
        readonly type: 'sizes'
        /** Updates that the run has made, at least 1. */
        readonly updates: number
      }
  /**
   * States of the run on its way, the earliest first, as a thread once told them: of one update, the last
   * before it; of sizes, all. Where there are none there is its start.
   */
  readonly states: readonly Uint8Array[]
  readonly control: SharedArrayBuffer
}

export type ReplayAnswer =
  | { readonly ok: true; readonly values: UpdateValues }
  | { readonly ok: true; readonly sizes: Sizes }
  | { readonly ok: false; readonly stopped: boolean; readonly message: string }

/** What a thread of maps is started with. */
export const mapThread = 'maps'

/** Some pixels of a map, for a thread of maps. */
export interface MapRequest {
  /** With one run, a point for every update, and its data in `table`. */
  readonly experiment: Experiment
  readonly table: Table | undefined
  readonly spec: MapSpec
  /** The first pixel in the map's order, and how many at the most. */
  readonly from: number
  readonly limit: number
}

/** Its only message, one for each order: as many pixels as it got to in its time, one at the least. */
export type MapAnswer =
  | { readonly ok: true; readonly pixels: MapPixels }
  /** One run alone takes longer than a map can wait. */
  | { readonly ok: false; readonly slow: true }
  | { readonly ok: false; readonly slow: false; readonly error: WireError }

/** What a thread of sweeps is started with. */
export const sweepThread = 'sweeps'

/** Slots of the control block of an order, an Int32Array over shared memory. */
export const sweepSlot = {
  /** Set by the lab: stop at once; a run that is not over is left out. */
  stop: 0,
} as const
export const sweepSlots = 1

/** Runs of a sweep, for a thread of sweeps. */
export interface SweepOrder {
  /** Orders of the same number are of the same sweep, which is made ready once. */
  readonly sweep: number
  /** Without its data, which are in `tables`, a problem each. */
  readonly document: Sweep
  readonly tables: readonly (Table | undefined)[]
  /** Numbers of its runs, as `core/sweep/runs` counts them; those of one method on one problem together. */
  readonly runs: Uint32Array
  readonly control: SharedArrayBuffer
  /** Milliseconds after which it stops by itself. */
  readonly within: number
}

/** Why a run ended, in words, which a version that does not know its kind shows as they are, and as JSON. */
export type ToldReason = readonly [text: string, json: string]

/** Some of the runs of an order, in its order; the last answer is the one that is `over`. */
export interface SweepAnswer {
  /** Runs of the order that were told before these. */
  readonly first: number
  readonly count: number
  /** A row a run, as `core/sweep/packing` has them; there may be room for more. */
  readonly numbers: Float64Array
  /** Why they ended, in words and as data: a row has the place of its own in here. */
  readonly reasons: readonly ToldReason[]
  /** Whole curves, each with its run's place among these; none where the sweep keeps none. */
  readonly curves: readonly (readonly [place: number, curve: readonly PointBatch[]])[]
  readonly over: boolean
}

export type EndStatus = 'converged' | 'stalled' | 'finished' | 'diverged' | 'cancelled' | 'failed'

/** Time that the run has spent computing so far, in milliseconds; waiting and pauses left out. */
type Duration = number

/** What a run tells. */
export type RunMessage =
  /** With what was evaluated to get there. */
  | ({ readonly type: 'batch'; readonly duration: Duration; readonly evaluations: Evaluations } & PointBatch)
  /** A state on the way, after so many updates, to make those that follow it again from. */
  | ({ readonly type: 'milestone'; readonly duration: Duration } & Milestone)
  | {
      readonly type: 'paused'
      readonly iteration: number
      readonly duration: Duration
      /** Left out where no thread is there to tell. */
      readonly evaluations?: Evaluations
    }
  /** All changes of the run so far, one that was asked for among them; where that came too late it is not. */
  | {
      readonly type: 'changed'
      readonly changes: readonly Change[]
      /** After how many updates the one asked for takes hold; null where no update is left. */
      readonly at: number | null
      readonly duration: Duration
    }
  | {
      readonly type: 'ended'
      readonly status: EndStatus
      readonly reason: Reason
      readonly iterations: number
      readonly duration: Duration
      /** Left out where no thread is there to tell, or the run never began. */
      readonly evaluations?: Evaluations
      readonly error?: WireError
    }

/** From a thread. */
export type FromWorker = { readonly type: 'ready' } | ({ readonly run: number } & RunMessage)
