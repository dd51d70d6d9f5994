import { existsSync, renameSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { sidecars } from './database'
import { sizeOf } from './examine'

/** A moment as part of a file's name, in UTC: `2026-11-23T17-05-09`. */
export const stamp = (time: number): string => new Date(time).toISOString().slice(0, 19).replaceAll(':', '-')

/** The moment that a stamp stands for, in milliseconds since 1970; undefined where it is no stamp. */
export function timeOf(text: string): number | undefined {
  const [, day, clock] = /^(\d{4}-\d\d-\d\d)T(\d\d-\d\d-\d\d)$/.exec(text) ?? []
  return day === undefined ? undefined : Date.parse(`${day}T${clock.replaceAll('-', ':')}Z`)
}

/** A file's folder, its name without the ending, and its ending. */
export function partsOf(file: string): readonly [folder: string, stem: string, ending: string] {
  const ending = extname(file)
  return [dirname(file), basename(file, ending), ending]
}

/** The first name that nothing has yet for what is kept beside a database: `lab.damaged-2026-11-23T17-05-09.sqlite`. */
export function freeName(file: string, word: 'damaged' | 'saved', time: number): string {
  const [folder, stem, ending] = partsOf(file)
  const nameOf = (copy: number): string =>
    join(folder, `${stem}.${word}-${stamp(time)}${copy === 1 ? '' : `-${copy}`}${ending}`)
  const taken = (name: string): boolean => ['', ...sidecars].some((suffix) => existsSync(name + suffix))
  let copy = 1
  while (taken(nameOf(copy))) copy++
  return nameOf(copy)
}

/**
 * Moves a database out of the way under a new name, what SQLite keeps beside it
 * included; nothing is deleted. An empty file stays: there is nothing in it to keep.
 * @returns the new name; undefined where there was nothing to move
 */
export function quarantine(file: string, time: number): string | undefined {
  const moving = ['', ...sidecars].filter((suffix) => sizeOf(file + suffix) > 0)
  if (moving.length === 0) return undefined
  const name = freeName(file, 'damaged', time)
  for (const suffix of moving) renameSync(file + suffix, name + suffix)
  return name
}
