import { basename, dirname } from 'node:path'
import type { Notice } from '../contract'
import type { Backup } from './backup'
import type { Trouble, TroubleKind } from './trouble'

/** What is the matter with the file, as the end of "descent-lab.db ...". */
const complaints: Record<TroubleKind, (detail: string) => string> = {
  'not-a-database': () => 'is not a database',
  foreign: () => 'belongs to another program',
  damaged: (detail) => `is damaged (${detail})`,
  empty: () => 'is empty (0 bytes)',
  lost: () => 'is gone',
  newer: (detail) => `was written by a newer version of Descent Lab (${detail})`,
  migration: (detail) => `could not be brought up to date (${detail})`,
  unwritable: (detail) => `can't be written (${detail})`,
  full: (detail) => `can't be written because its disk is full (${detail})`,
  busy: () => 'is kept locked by another program',
}

const remedies: Partial<Record<TroubleKind, string>> = {
  newer: 'It was not touched. To see what is in it, start the newer version.',
  migration: 'It was left exactly as it was. Please report this, with the words in the brackets.',
  unwritable: 'Check that the folder and the file may be written, then start again.',
  full: 'Make room on the disk, then start again.',
  busy: 'Close the other program, then start again.',
}

const complaint = (file: string, { kind, message }: Trouble): string =>
  `${basename(file)} in ${dirname(file)} ${complaints[kind](message)}.`

const kept = (aside: string | undefined): readonly string[] =>
  aside === undefined ? [] : [`It was kept as ${basename(aside)} in the same folder.`]

const notKept = 'What you do in this session is gone when you close the lab.'

const dated = (time: number): string =>
  new Date(time).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })

/** A file that could not be used was replaced. */
export function replaced(file: string, trouble: Trouble, aside?: string, backup?: Backup): Notice {
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
export function nothingKept(file: string, trouble: Trouble, showing: boolean): Notice {
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
  trouble: Trouble,
  next: Trouble,
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
export const refusal = (file: string, { kind, message }: Trouble): string =>
  `${file} ${complaints[kind](message)}; it was not touched`
