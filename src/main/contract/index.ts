import type { z } from '@core/zod'
import { appCalls, type AppInfo } from './app'
import { curveCalls } from './curves'
import { dataCalls } from './data'
import { experimentCalls } from './experiments'
import { exportCalls } from './exports'
import { mapCalls } from './maps'
import type { CallResult } from './result'
import { runCalls, type RunRecord } from './runs'
import { sweepCalls, type SweepRecord } from './sweeps'

export type * from './app'
export type * from './curves'
export type * from './data'
export type * from './experiments'
export type * from './exports'
export type * from './maps'
export type * from './result'
export type * from './runs'
export type * from './sweeps'

/**
 * Every call and event of the lab, declared once, a file for each subject. Types are derived from
 * here and inputs are parsed with these schemas at every door; the renderer imports types only.
 */
export const contract = {
  ...appCalls,
  ...runCalls,
  ...sweepCalls,
  ...curveCalls,
  ...mapCalls,
  ...experimentCalls,
  ...dataCalls,
  ...exportCalls,
} as const

export type Contract = typeof contract
export type CallName = keyof Contract
/** What a caller may leave out is optional. */
export type CallInput<Name extends CallName> = z.input<Contract[Name]['input']>
/** What a handler gets: parsed, defaults filled in. */
export type CallArguments<Name extends CallName> = z.output<Contract[Name]['input']>
export type CallOutput<Name extends CallName> = Exclude<Contract[Name]['output'], undefined>

export type LabHandlers = {
  readonly [Name in CallName]: (input: CallArguments<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>
}

/** Pushed to every open window. */
export interface LabEvents {
  /** Progress and status, a few times a second at the most; curves are then read with `curves.read`. */
  'runs.changed': readonly RunRecord[]
  /** Sweeps that have got on, or were changed: a few times a second at the most. */
  'sweeps.changed': readonly SweepRecord[]
  /** Saved experiments or data sets are not what they were. */
  'library.changed': null
  /** Notices, or where the database is, are not what they were. */
  'app.changed': AppInfo
}
export type EventName = keyof LabEvents
export const eventNames: readonly EventName[] = [
  'runs.changed',
  'sweeps.changed',
  'library.changed',
  'app.changed',
]

/** The bridge every shell offers the renderer: `window.lab` on the desktop. */
export interface LabBridge {
  call(name: CallName, input: unknown): Promise<CallResult>
  /** Returns its unsubscribe. */
  on<Name extends EventName>(name: Name, listener: (payload: LabEvents[Name]) => void): () => void
}
