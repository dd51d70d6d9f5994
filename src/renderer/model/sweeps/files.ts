import { isSweep, parseSweep, type Sweep } from '@core/sweep/document'
import { isRecord } from '@core/sweep/ranges'
import { LabError } from '../../client/lab'

/** Bytes that a sweep's file may have. */
const longest = 64 * 2 ** 20

/**
 * The sweep in a file.
 * @returns undefined where it is another file, whatever is wrong with that
 * @throws LabError with the faults of the sweep
 */
export async function sweepIn(file: File): Promise<Sweep | undefined> {
  if (file.size > longest) return undefined
  let raw: unknown
  try {
    raw = JSON.parse(await file.text())
  } catch {
    return undefined
  }
  if (!isSweep(raw)) return undefined
  const parsed = parseSweep(raw)
  if (parsed.ok) return parsed.value
  const faults = parsed.issues.map(({ path, message }) => `${path} ${message}`)
  throw new LabError({ kind: 'invalid', message: `${faults.join('; ')}.`, issues: parsed.issues })
}

/** The text of an experiment, its data written into it, with the ranges and options of its sweep. */
export function withRanges(text: string, swept: unknown): string {
  const written: unknown = JSON.parse(text)
  if (!isRecord(written) || !isRecord(swept)) return text
  return `${JSON.stringify({ ...written, runs: swept.runs, sweep: swept.sweep }, null, 2)}\n`
}
