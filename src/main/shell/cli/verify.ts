import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { evaluationSeries } from '@core/plan'
import { plain } from '@core/plain-text'
import { verdictText } from '@core/reasons/verdict'
import type { Verification } from '../../contract'
import { Fault } from '../../faults'
import { curvesCsvExport, labelColumn, plainCurvesCsv } from '../../lab/export/curves-csv'
import { openLab, type Lab } from '../../lab/lab'
import { onTermination } from '../signals'
import { experimentIn, type Surroundings } from './experiment-in'
import { historyIn } from './history'
import { requireWhole, runToEnd } from './running'
import { reasonOf, write } from './terminal-text'

export interface VerifyOptions {
  readonly db?: string
  readonly curves?: string
  readonly quiet: boolean
}

/** Digits name a run of the history; anything else is a file. */
const runNumber = (what: string): number | undefined => (/^\d+$/.test(what) ? Number(what) : undefined)

const lineOf = ({ run, label, verdict, recorded }: Verification): string =>
  `run ${run} (${plain(label)}): ${verdictText(verdict)}${recorded === null ? '' : `\n  sha256 ${recorded}`}\n`

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })
  } catch (error) {
    throw new Fault('invalid', `${file}: it can't be read: ${reasonOf(error)}`)
  }
}

const counted = `,${evaluationSeries}`

/** True for a file of curves that names the run in every row, as the app's do. */
async function hasLabels(file: string): Promise<boolean> {
  for await (const head of linesOf(file)) return head.endsWith(`,${labelColumn}`)
  return false
}

/** Where a file of curves first differs from what came out now; undefined where it does not. */
async function curvesDifference(file: string, pieces: Iterable<Uint8Array>): Promise<string | undefined> {
  const stored = linesOf(file)
  let line = 0
  let isUncounted = false
  for (const piece of pieces) {
    for (const text of Buffer.from(piece).toString('utf8').trimEnd().split('\n')) {
      const { value: before, done } = await stored.next()
      line += 1
      // A file from before evaluations were counted is the same without them.
      if (line === 1) isUncounted = text.endsWith(counted) && before?.endsWith(counted) === false
      const now = isUncounted ? text.slice(0, text.lastIndexOf(',')) : text
      if (done) return `it ends before line ${line}: ${now}`
      if (before !== now) return `line ${line} differs: ${before} was there, ${now} came out now`
    }
  }
  return (await stored.next()).done ? undefined : `it goes on after line ${line}, where the curves end`
}

async function verifyRuns(lab: Lab, ids: readonly number[]): Promise<readonly string[]> {
  const verifications = await Promise.all(ids.map((run) => lab.handlers['runs.verify']({ run })))
  await write(process.stdout, verifications.map(lineOf).join(''))
  return verifications.filter(({ same }) => !same).map(({ run, label }) => `run ${run} (${plain(label)})`)
}

/**
 * Runs a run of the history, or every run of an experiment file, twice over and compares each
 * recorded point to the last bit; with a file of curves, that as well, line by line.
 * @throws Fault `conflict` where anything came out otherwise
 */
export async function verify(
  what: string,
  { db, curves, quiet }: VerifyOptions,
  surroundings: Surroundings,
): Promise<void> {
  const run = runNumber(what)
  if (run !== undefined && curves !== undefined) {
    throw new Fault('invalid', '--curves goes with an experiment file, not with a run of the history')
  }
  if (run === undefined && db !== undefined) {
    throw new Fault('invalid', '--db goes with the number of a run, not with an experiment file')
  }
  const read = run === undefined ? await experimentIn(what, surroundings) : undefined
  const database = read ? ':memory:' : historyIn(db)
  const stop = new AbortController()
  onTermination(async () => stop.abort())
  const lab = await openLab({ ...surroundings, shell: 'command line', database, borrowed: true })
  try {
    const runs = read ? await runToEnd(lab, read, stop.signal, quiet) : []
    requireWhole(runs, stop.signal.aborted)
    stop.signal.addEventListener('abort', () => void lab.close())
    const ids = run === undefined ? runs.map(({ id }) => id) : [run]
    const different = [...(await verifyRuns(lab, ids))]
    for (const note of read?.notes ?? []) await write(process.stdout, `file: ${plain(note)}\n`)
    if (curves !== undefined) {
      const format = (await hasLabels(curves)) ? curvesCsvExport : plainCurvesCsv
      const difference = await curvesDifference(curves, lab.exported(format, ids))
      await write(process.stdout, `${plain(`${curves}: ${difference ?? 'the same, line by line'}`)}\n`)
      if (difference !== undefined) different.push(curves)
    }
    if (different.length === 0) return
    const verb = different.length === 1 ? 'was' : 'were'
    throw new Fault('conflict', `${different.join(', ')} ${verb} not repeated exactly`)
  } finally {
    await lab.close()
  }
}
