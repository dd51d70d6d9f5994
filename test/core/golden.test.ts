import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { samplings } from '@core/data/sampler'
import { schedules } from '@core/schedules'
import {
  agreement,
  conformanceTable,
  goldens,
  largestError,
  type Conformance,
  type Golden,
} from '../support/golden'
import { subjects } from './optimizers/drive'

/** Quoted by the app's method help. `UPDATE_CONFORMANCE=1` writes it anew. */
const file = resolve(import.meta.dirname, '../../resources/conformance.json')

interface Quoted {
  readonly on: string
  readonly rows: readonly Conformance[]
}

/** What decides the last bits: sums and roots are the same everywhere, `pow` and `cos` are the engine's own. */
const machine = (): string => `${process.platform} ${process.arch}, V8 ${process.versions.v8}`

/**
 * Elsewhere an error may differ by a decade, those below this taken for equal: as much as a `pow` that is
 * off by a last bit in one update of twenty moved them.
 */
const rounding = 1e-14

const decadesOf = (error: number): number => Math.log10(Math.max(error, rounding))

function asTable(rows: readonly Conformance[]): string {
  const lines = rows.map(({ optimizer, dialect, source, version = '', cases, updates, largestError }) =>
    [
      optimizer.padEnd(10),
      dialect.padEnd(8),
      `${source} ${version}`.padEnd(24),
      String(cases).padStart(5),
      String(updates).padStart(7),
      ` ${largestError.toExponential(0)}`,
    ].join(' '),
  )
  const head = `${'method'.padEnd(10)} ${'dialect'.padEnd(8)} ${'source'.padEnd(24)} cases updates  largest error`
  return [head, ...lines].join('\n')
}

/** Whether the case has a hyper-parameter off its default, and would not agree had it the default. */
function hangsOn(golden: Golden, name: string, byDefault: number | boolean): boolean {
  const { hyper } = golden.run
  if (!(name in hyper) || hyper[name] === byDefault) return false
  const run = { ...golden.run, hyper: { ...hyper, [name]: byDefault } }
  return largestError({ ...golden, run }) > 1000 * agreement.relative
}

describe('golden trajectories, from the experiment file to the last update', () => {
  test.each(goldens)('$name', (golden) => {
    expect(largestError(golden)).toBeLessThanOrEqual(agreement.relative)
  })

  test.each(subjects)('$name has some, and each of its hyper-parameters matters to one', (subject) => {
    const own = goldens.filter(
      ({ run }) => run.optimizer === subject.optimizer.id && run.dialect === subject.dialectId,
    )
    expect(own).not.toEqual([])
    const untried = Object.entries(subject.dialect.hyper).filter(
      ([name, spec]) => !own.some((golden) => hangsOn(golden, name, spec.default)),
    )
    expect(untried.map(([name]) => name)).toEqual([])
  })

  test('every schedule, a warm-up, and batches drawn either way are in some', () => {
    const moving = schedules.map(({ id }) => id).filter((id) => id !== 'constant')
    const scheduled = goldens.flatMap(({ run }) => run.schedule ?? [])
    expect(scheduled.map(({ id }) => id)).toEqual(expect.arrayContaining(moving))
    expect(scheduled.some(({ warmup = 0 }) => warmup > 0)).toBe(true)
    const batched = goldens.filter(({ run }) => run.batch !== 'full')
    expect(batched.map(({ run }) => run.sampling ?? 'shuffle')).toEqual(
      expect.arrayContaining([...samplings]),
    )
  })

  test('the table that the app quotes is what this run found', () => {
    const found = conformanceTable()
    console.info(`\n${asTable(found)}\n`)
    const on = machine()
    if (process.env.UPDATE_CONFORMANCE !== undefined)
      writeFileSync(file, `${JSON.stringify({ on, rows: found }, undefined, 2)}\n`)
    const quoted = JSON.parse(readFileSync(file, 'utf8')) as Quoted
    if (quoted.on === on) expect(quoted.rows).toEqual(found)
    const claims = (rows: readonly Conformance[]): readonly unknown[] =>
      rows.map((row) => ({ ...row, largestError: undefined }))
    expect(claims(quoted.rows)).toEqual(claims(found))
    for (const [index, { optimizer, dialect, largestError }] of quoted.rows.entries()) {
      const apart = Math.abs(decadesOf(largestError) - decadesOf(found[index].largestError))
      expect(apart, `${optimizer} ${dialect}`).toBeLessThanOrEqual(1)
    }
  })
})
