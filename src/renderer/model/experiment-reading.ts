import { shallowRef, type ShallowRef } from 'vue'
import type { OpenedExperiment, ReadingProgress } from '../../main/contract'
import { call, LabError } from '../client/lab'

/** Bytes that an experiment file may have. */
const longestFile = 64 * 2 ** 20
/** Bytes from which a file is worth a word on how far it is. */
const longFile = 2 ** 20
/** Milliseconds between two questions how far it is. */
const pause = 150

/** A file on its way into the window. */
export interface Reading extends ReadingProgress {
  readonly file: string
  cancel(): void
}

const underway = shallowRef<Reading>()

/** The large file that is being read; undefined while there is none. */
export const reading: Readonly<ShallowRef<Reading | undefined>> = underway

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pause))

/** Asks how far it is until it is over. */
async function follow(name: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const progress = await call('experiments.reading', { reading: name })
    if (progress && underway.value && !isOver()) underway.value = { ...underway.value, ...progress }
    await later()
  }
}

/** @returns undefined where the person cancels it */
async function readLong(file: File): Promise<OpenedExperiment | undefined> {
  const name = crypto.randomUUID()
  let cancelled = false
  let over = false
  let giveUp = (): void => undefined
  const givenUp = new Promise<undefined>((resolve) => (giveUp = () => resolve(undefined)))
  function cancel(): void {
    cancelled = true
    giveUp()
    // It may not have begun there, or be over: there is nobody to tell.
    void call('experiments.abandon', { reading: name }).catch(() => undefined)
  }
  async function whole(): Promise<OpenedExperiment | undefined> {
    const text = await file.text()
    if (cancelled) return undefined
    // What goes wrong with the question shows in the answer to the reading.
    void follow(name, () => over).catch(() => undefined)
    try {
      return await call('experiments.read', { text, reading: name })
    } catch (error) {
      if (cancelled) return undefined
      throw error
    }
  }
  underway.value = { file: file.name, share: 0, doing: 'handing it to the lab', cancel }
  try {
    const opened = await Promise.race([whole(), givenUp])
    return cancelled ? undefined : opened
  } finally {
    over = true
    underway.value = undefined
  }
}

/**
 * Has the lab read an experiment file.
 * @returns undefined where the person cancels it
 * @throws LabError with its faults
 */
export async function readFile(file: File): Promise<OpenedExperiment | undefined> {
  if (file.size > longestFile) {
    const message =
      'It is larger than 64 MB, the most an experiment file may be; keep its data in a CSV file.'
    throw new LabError({ kind: 'limit', message, issues: [] })
  }
  return file.size > longFile ? readLong(file) : call('experiments.read', { text: await file.text() })
}
