import { basename, dirname } from 'node:path'
import { countText } from '@core/issues'
import type { Notice } from '../../contract'
import type { Backup } from './backup'
import type { Loss } from './presence'
import { storeErrorOf, type StoreError, type StoreErrorKind } from '../errors'

const bracketed = (detail: string): string => (detail === '' ? '' : ` (${detail})`)

/** What is the matter with the file, as the end of "descent-lab.db ...". */
const complaints: Record<StoreErrorKind, (detail: string) => string> = {
  'not-a-database': () => 'is not a database',
  foreign: () => 'belongs to another program',
  damaged: (detail) => `is damaged${bracketed(detail)}`,
  empty: () => 'is empty (0 bytes)',
  lost: () => 'is gone',
  newer: (detail) => `was written by a newer version of Descent Lab${bracketed(detail)}`,
  migration: (detail) => `could not be brought up to date${bracketed(detail)}`,
  unwritable: (detail) => `can't be written${bracketed(detail)}`,
  full: () => `can't be written because its disk is full`,
  busy: () => 'is kept locked by another program',
  'too-long': (detail) => `has too long a path${bracketed(detail)}`,
}

/** Why something could not be done with a database, in a few words. */
export function wordsFor(error: unknown): string {
  const trouble = storeErrorOf(error)
  if (trouble) return `it ${complaints[trouble.kind](trouble.message)}`
  return error instanceof Error ? error.message : String(error)
}

const remedies: Partial<Record<StoreErrorKind, string>> = {
  newer: 'It was not touched. To see what is in it, start the newer version.',
  migration: 'It was left exactly as it was. Please report this, with the words in the brackets.',
  unwritable: 'Check that the folder and the file may be written, then start again.',
  full: 'Make room on the disk, then start again.',
  busy: 'Close the other program, then start again.',
  'too-long': 'Start the lab with another folder for its data (--data), then your runs are kept.',
}

const complaint = (file: string, { kind, message }: StoreError): string =>
  `${basename(file)} in ${dirname(file)} ${complaints[kind](message)}.`

const kept = (aside: string | undefined): readonly string[] =>
  aside === undefined ? [] : [`It was kept as ${basename(aside)} in the same folder.`]

const notKept = 'What you do in this session is gone when you close the lab.'

const dated = (time: number): string =>
  new Date(time).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })

/** A file that could not be used was replaced. */
export function replaced(file: string, trouble: StoreError, aside?: string, backup?: Backup): Notice {
  const next = backup
    ? `The backup of ${dated(backup.madeAt)} was put in its place; what came after it is missing here. ` +
      `The backup itself is still at ${backup.file}.`
    : 'There is no backup to use, so the lab starts with a new, empty database.'
  return {
    level: backup ? 'warning' : 'error',
    title: backup ? 'Your runs were restored from a backup' : 'The lab started with an empty database',
    text: [complaint(file, trouble), ...kept(aside), next].join(' '),
  }
}

/**
 * Nothing is kept in this session.
 * @param showing whether what is in the file can be seen nevertheless
 */
export function nothingKept(file: string, trouble: StoreError, showing: boolean): Notice {
  const history = showing ? 'Your earlier runs are shown, but nothing new can be kept.' : ''
  return {
    level: 'error',
    title: "Runs can't be kept in this session",
    text: [complaint(file, trouble), history, notKept, remedies[trouble.kind] ?? '']
      .filter(Boolean)
      .join(' '),
  }
}

/** A file that could not be used could not be replaced either. */
export function notReplaced(
  file: string,
  trouble: StoreError,
  next: StoreError,
  aside: string | undefined,
): Notice {
  const why = `A new one could not be put in its place: it ${complaints[next.kind](next.message)}.`
  return {
    level: 'error',
    title: "Runs can't be kept in this session",
    text: [complaint(file, trouble), ...kept(aside), why, notKept, remedies[next.kind] ?? '']
      .filter(Boolean)
      .join(' '),
  }
}

/** For whoever asked to use this file or none. */
export function refusal(file: string, { kind, message }: StoreError, saved: readonly Backup[]): string {
  const [newest] = saved
  const remedy =
    kind === 'lost' && newest
      ? `what was saved of it is ${newest.file}: give that its name to go on with it`
      : 'it was not touched'
  return `${file} ${complaints[kind](message)}; ${remedy}`
}

/** The file was gone, but there was what a lab had saved of it when it vanished. */
export function broughtBack(
  file: string,
  trouble: StoreError,
  aside: string | undefined,
  saved: Backup,
): Notice {
  const next = `What the lab saved when it vanished was put in its place (${basename(saved.file)}); nothing of that is missing.`
  return {
    level: 'warning',
    title: 'Your runs are back',
    text: [complaint(file, trouble), ...kept(aside), next].join(' '),
  }
}

/** The file is well, but a lab has saved another one beside it. */
export function savedStands(file: string, saved: readonly Backup[]): Notice {
  const names = saved.map((each) => basename(each.file)).join(', ')
  return {
    level: 'warning',
    title: 'There are runs in another file beside the database',
    text:
      `When ${basename(file)} in ${dirname(file)} vanished under an open lab, what that lab held was saved as ${names}. ` +
      `To go back to it, close every lab and give it the name ${basename(file)}; what you don't need you may delete.`,
  }
}

const losses: Record<Loss, (file: string) => string> = {
  gone: () => 'was deleted or moved away while the lab was open',
  replaced: () => 'was replaced by another file while the lab was open',
  'cut off': (file) => `lost its log (${basename(file)}-wal) while the lab was open`,
}

const lossOf = (file: string, loss: Loss): string =>
  `${basename(file)} in ${dirname(file)} ${losses[loss](file)}.`

/** Another program has begun to write, and does not come to its end. */
export const held = (file: string, runs: number): Notice => ({
  level: 'warning',
  title: 'Another program holds the database',
  text:
    `${basename(file)} in ${dirname(file)} ${complaints.busy('')}. ` +
    `${countText(runs, 'run waits', 'runs wait')} until it lets go, and nothing of them is lost. ` +
    'If it goes on, close that program.',
})

/** At the end of the session, it still had not let go. */
export const neverLetGo = (file: string, runs: number): Notice => ({
  level: 'error',
  title: 'Not everything could be stored',
  text:
    `${basename(file)} in ${dirname(file)} ${complaints.busy('')}. ` +
    `The last points of ${countText(runs, 'run', 'runs')} could not be stored; the next start ends them as interrupted.`,
})

/** While everything is being saved. */
export const saving = (file: string, loss: Loss): Notice => ({
  level: 'error',
  title: 'The database has vanished',
  text: `${lossOf(file, loss)} Nothing is lost so far: everything is being saved under a new name, and runs go on.`,
})

/** Everything has been saved. */
export function savedAs(file: string, loss: Loss, saved: string): Notice {
  const next =
    loss !== 'gone'
      ? 'The next start uses the file that stands there now, and tells you of this one.'
      : dirname(saved) === dirname(file)
        ? 'The next start puts it back in its place.'
        : 'Move it to a safe place: a folder for temporary files is emptied now and then.'
  return {
    level: 'error',
    title: 'The database has vanished',
    text: `${lossOf(file, loss)} Everything was saved as ${basename(saved)} in ${dirname(saved)}, and the lab goes on in that file. ${next}`,
  }
}

/** It could not be saved. */
export const notSaved = (file: string, loss: Loss, error: unknown): Notice => ({
  level: 'error',
  title: 'The database has vanished',
  text: `${lossOf(file, loss)} It could not be saved under another name (${wordsFor(error)}). Export what you need now. ${notKept}`,
})

/** Everything had been saved, and the person wants no more of it kept. */
export const noMoreKept = (file: string, loss: Loss, saved: string): Notice => ({
  level: 'warning',
  title: 'Nothing more is kept in this session',
  text: `${lossOf(file, loss)} Everything up to then is in ${basename(saved)} in ${dirname(saved)}. ${notKept}`,
})
