import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { automatic, type ReadOptions, type Remedy } from '@core/read-options'
import type { DatasetPreview, DatasetRecord, ImportProgress } from '../../../../main/contract'
import { call, LabError } from '../../../client/lab'
import { errorText } from '../../../model/notify'

/** Bytes that are sent at a time: small enough that every answer is news, and that cancelling is heard at once. */
const pieceBytes = 512 * 1024

/** Characters of a file's name that stand in messages about it. */
const longestName = 200

/** How far the reading of a file is. */
export interface Reading extends ImportProgress {
  /** Of the whole file. */
  readonly size: number
  /** In milliseconds; NaN before there is a pace. */
  readonly left: number
}

export interface CsvImport {
  /** While a file is read. */
  readonly reading: Readonly<ShallowRef<Reading | undefined>>
  /** Once it has been read. */
  readonly preview: Readonly<ShallowRef<DatasetPreview | undefined>>
  /** What went wrong with it; empty where nothing did. */
  readonly error: Readonly<Ref<string>>
  /** Ways to read it that may do. */
  readonly remedies: Readonly<ShallowRef<readonly Remedy[]>>
  readonly busy: ComputedRef<boolean>
  /** Reads a file into the lab; the one before, if there is one, is given up. The same once more may be read otherwise. */
  read(file: File, options?: ReadOptions): Promise<void>
  /** Makes a data set of what has been read; undefined where that fails. */
  keep(name: string, missing?: ReadOptions['missing']): Promise<DatasetRecord | undefined>
  /** Gives up, wherever it is. */
  cancel(): void
}

/** One file at a time on its way into the lab. */
export function useCsvImport(): CsvImport {
  const reading = shallowRef<Reading>()
  const preview = shallowRef<DatasetPreview>()
  const error = ref('')
  const remedies = shallowRef<readonly Remedy[]>([])
  const keeping = ref(false)
  /** Changes with every file and with every cancel: an answer to an older question is none. */
  let turn = 0
  let open: number | undefined
  let newest: File | undefined

  /** Ends what is under way; a preview stays to be looked at until there is another. */
  function giveUp(): void {
    turn += 1
    // Gone in the lab as well, or it will be soon: there is nobody to tell.
    if (open !== undefined) void call('datasets.abandon', { import: open }).catch(() => undefined)
    open = undefined
    reading.value = undefined
    error.value = ''
    remedies.value = []
  }

  function cancel(): void {
    giveUp()
    newest = undefined
    preview.value = undefined
  }

  async function send(file: File, id: number, isMine: () => boolean): Promise<void> {
    const begun = performance.now()
    for (let at = 0; at < file.size && isMine();) {
      const data = new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer())
      if (!isMine()) return
      const { bytes, rows } = await call('datasets.append', { import: id, at, data })
      if (!isMine()) return
      at = bytes
      const left = ((performance.now() - begun) * (file.size - bytes)) / bytes
      reading.value = { bytes, rows, size: file.size, left }
    }
  }

  async function read(file: File, options: ReadOptions = automatic): Promise<void> {
    if (file === newest) giveUp()
    else cancel()
    newest = file
    const mine = turn
    const isMine = (): boolean => mine === turn
    reading.value = { bytes: 0, rows: 0, size: file.size, left: NaN }
    try {
      const name = file.name.slice(0, longestName)
      const id = await call('datasets.open', { name, bytes: file.size, read: options })
      if (!isMine()) return void (await call('datasets.abandon', { import: id }))
      open = id
      await send(file, id, isMine)
      if (!isMine()) return
      const found = await call('datasets.finish', { import: id })
      if (isMine()) preview.value = found
    } catch (failure) {
      if (!isMine()) return
      preview.value = undefined
      error.value = errorText(failure)
      remedies.value = failure instanceof LabError ? failure.remedies : []
    } finally {
      if (isMine()) reading.value = undefined
    }
  }

  async function keep(
    name: string,
    missing: ReadOptions['missing'] = 'refuse',
  ): Promise<DatasetRecord | undefined> {
    if (open === undefined) return undefined
    keeping.value = true
    error.value = ''
    try {
      const record = await call('datasets.keep', { import: open, name, missing })
      open = undefined
      return record
    } catch (failure) {
      error.value = errorText(failure)
      return undefined
    } finally {
      keeping.value = false
    }
  }

  return {
    reading,
    preview,
    error,
    remedies,
    busy: computed(() => reading.value !== undefined || keeping.value),
    read,
    keep,
    cancel,
  }
}
