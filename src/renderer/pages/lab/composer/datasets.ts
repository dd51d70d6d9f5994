import { createGlobalState } from '@vueuse/core'
import { shallowRef, type ShallowRef } from 'vue'
import type { DatasetRecord } from '../../../../main/contract'
import { call, on, onConnection } from '../../../client/lab'
import { errorText } from '../../../model/notify'

interface Datasets {
  readonly list: Readonly<ShallowRef<readonly DatasetRecord[]>>
  readonly error: Readonly<ShallowRef<string>>
  refresh(): Promise<void>
}

/** The shipped and imported data sets. */
export const useDatasets = createGlobalState((): Datasets => {
  const list = shallowRef<readonly DatasetRecord[]>([])
  const error = shallowRef('')
  async function refresh(): Promise<void> {
    try {
      list.value = await call('datasets.list', {})
      error.value = ''
    } catch (failure) {
      error.value = errorText(failure)
    }
  }
  on('library.changed', () => void refresh())
  onConnection((connected) => {
    if (connected) void refresh()
  })
  return { list, error, refresh }
})
