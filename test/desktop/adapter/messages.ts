import type { CallResult, EventName } from '../../../src/main/contract'
import type { LabOptions } from '../../../src/main/lab/lab'

/** What of the lab's options the desktop shell gives, with its addresses as text. */
export interface SentOptions extends Pick<LabOptions, 'database' | 'shell' | 'resources'> {
  readonly worker: string
  readonly reader: string | undefined
}

/** A file that the lab has made, whole; null where there is none. */
export type SentFile = { readonly type: string; readonly bytes: Uint8Array } | null

/** To the lab. */
export type Asked = { readonly id: number } & (
  | { readonly ask: 'open'; readonly options: SentOptions }
  | { readonly ask: 'call'; readonly name: string; readonly input: unknown }
  | { readonly ask: 'file'; readonly address: string }
  | { readonly ask: 'close' }
)

/** From the lab; whether runs are going comes with everything. */
export type Told = { readonly busy: boolean } & (
  | { readonly tell: 'answer'; readonly id: number; readonly result: CallResult }
  | { readonly tell: 'event'; readonly name: EventName; readonly payload: unknown }
  | { readonly tell: 'busy' }
)
