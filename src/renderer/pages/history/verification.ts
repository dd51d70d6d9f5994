import { createGlobalState } from '@vueuse/core'
import { shallowReactive } from 'vue'
import type { RunRecord, Verification } from '../../../main/contract'
import { isLive } from '@core/run-statuses'
import { call } from '../../client/lab'
import { errorText } from '../../model/notify'

/** How far the repetition of a run has come. */
export type Repetition =
  | { readonly state: 'working' }
  | { readonly state: 'done'; readonly verification: Verification }
  | { readonly state: 'failed'; readonly error: string }

export interface Verifications {
  /** By run id; a run that nobody has asked about is missing. */
  readonly byRun: ReadonlyMap<number, Repetition>
  /** Runs it once more; asked again while it does, it goes on with that. */
  verify(run: Pick<RunRecord, 'id'>): Promise<void>
}

/** A run that has come to an end, and left something to compare with. */
export const canVerify = ({ status, points }: Pick<RunRecord, 'status' | 'points'>): boolean =>
  !isLive(status) && points > 0

/** What has been found of runs that were repeated; it outlives the panel that shows it. */
export const useVerifications = createGlobalState((): Verifications => {
  const byRun = shallowReactive(new Map<number, Repetition>())
  return {
    byRun,
    async verify({ id: run }) {
      if (byRun.get(run)?.state === 'working') return
      byRun.set(run, { state: 'working' })
      try {
        byRun.set(run, { state: 'done', verification: await call('runs.verify', { run }) })
      } catch (failure) {
        byRun.set(run, { state: 'failed', error: errorText(failure) })
      }
    },
  }
})
