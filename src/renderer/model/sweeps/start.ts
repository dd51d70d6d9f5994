import { shallowRef, type ShallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { call, LabError } from '../../client/lab'
import { useDraft } from '../draft/draft'
import { documentOf } from '../draft/sweep'
import { useNotify } from '../notify'
import { sweepRoute } from '../places'
import { useSweeps } from './sweeps'

export interface SweepStart {
  /** True while the lab has not answered yet: a second press is the same one. */
  readonly starting: Readonly<ShallowRef<boolean>>
  /** Starts the draft as a sweep, and shows it. */
  start(): Promise<void>
}

export function useSweepStart(): SweepStart {
  const draft = useDraft()
  const notify = useNotify()
  const router = useRouter()
  const { take } = useSweeps()
  const starting = shallowRef(false)
  return {
    starting,
    async start() {
      if (starting.value) return
      starting.value = true
      try {
        draft.commit()
        const sweep = await call('sweeps.start', { document: documentOf(draft.document.value) })
        take([sweep])
        await router.push(sweepRoute(sweep.id))
      } catch (error) {
        if (error instanceof LabError) draft.refuse(error.issues)
        notify.failed('The sweep could not be started', error)
      } finally {
        starting.value = false
      }
    },
  }
}
