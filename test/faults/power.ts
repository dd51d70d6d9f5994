import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { checkRuns } from './check'
import type { Dice } from './dice'
import type { Findings } from './findings'
import type { Site } from './site'

/** https://www.sqlite.org/walformat.html */
const logHeader = 32
const frameHeader = 24
const indexMostFrame = 16
const indexMovedFrames = 128

interface Log {
  readonly frame: number
  /** Bytes that were on the disk before what they say was moved into the file. */
  readonly safe: number
  /** Bytes that say anything. */
  readonly used: number
}

function logOf(file: string): Log | undefined {
  if (!existsSync(`${file}-wal`) || statSync(`${file}-wal`).size < logHeader) return undefined
  const frame = readFileSync(`${file}-wal`).readUInt32BE(8) + frameHeader
  const index = readFileSync(`${file}-shm`)
  const at = (frames: number): number => (frames === 0 ? 0 : logHeader + frames * frame)
  return {
    frame,
    safe: at(index.readUInt32LE(indexMovedFrames)),
    used: at(index.readUInt32LE(indexMostFrame)),
  }
}

/** Where the disk had got with the log: at the end of a page, or anywhere. */
function cutIn({ frame, safe, used }: Log, dice: Dice): number {
  const anywhere = safe + dice.below(Math.max(1, used - safe))
  if (dice.below(2) === 0) return anywhere
  return Math.max(safe, logHeader + Math.floor((anywhere - logHeader) / frame) * frame)
}

/** What a log that was not written to its end has there. */
function spoil(log: string, cut: number, dice: Dice): void {
  const { size } = statSync(log)
  const descriptor = openSync(log, 'r+')
  try {
    const rest = Math.max(0, size - cut)
    const tail = dice.pick(['nothing', 'zeros', 'noise'])
    if (tail === 'nothing' || cut === 0) return ftruncateSync(descriptor, cut)
    const bytes = Buffer.alloc(
      rest,
      tail === 'zeros' ? 0 : Buffer.from([dice.below(256), dice.below(256), 7]),
    )
    writeSync(descriptor, bytes, 0, rest, cut)
  } finally {
    closeSync(descriptor)
  }
}

/** Looks at the database as a power cut would have left it, several times: all that was put on the disk is there. */
export function cutPower({ folder, file, ledger }: Site, dice: Dice, findings: Findings): void {
  const log = logOf(file)
  if (!log) return
  for (let cuts = 0; cuts < 5; cuts++) {
    const place = mkdtempSync(join(folder, 'cut-'))
    const copy = join(place, 'lab.sqlite')
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, copy + suffix)
    spoil(`${copy}-wal`, cutIn(log, dice), dice)
    checkRuns(copy, ledger.settled, findings)
    rmSync(place, { recursive: true, force: true })
  }
}
