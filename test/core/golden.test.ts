import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { optimizers } from '@core/optimizers'
import { agreement, conformanceTable, goldens, largestError, type Conformance } from '../support/golden'

/** Quoted by the app's method help. `UPDATE_CONFORMANCE=1` writes it anew. */
const file = resolve(import.meta.dirname, '../../resources/conformance.json')

function asTable(rows: readonly Conformance[]): string {
  const lines = rows.map(
    ({ optimizer, dialect, source, cases, updates, largestError }) =>
      `${optimizer.padEnd(10)} ${dialect.padEnd(8)} ${source.padEnd(36)} ${String(cases).padStart(5)} ${String(updates).padStart(7)}  ${largestError.toExponential(0)}`,
  )
  const head = `${'method'.padEnd(10)} ${'dialect'.padEnd(8)} ${'source'.padEnd(36)} cases updates  largest error`
  return [head, ...lines].join('\n')
}

describe('golden trajectories, from the experiment file to the last update', () => {
  test.each(goldens)('$name', (golden) => {
    expect(largestError(golden)).toBeLessThanOrEqual(agreement.relative)
  })

  test('every method of the chapter and of torch has at least one', () => {
    const covered = new Set(goldens.map(({ run }) => `${run.optimizer} ${run.dialect}`))
    const missing = optimizers.flatMap(({ id, dialects }) =>
      Object.keys(dialects)
        .filter((dialect) => dialect !== 'paper' && !covered.has(`${id} ${dialect}`))
        .map((dialect) => `${id} ${dialect}`),
    )
    // No trajectory of torch.optim.ASGD was made.
    expect(missing).toEqual(['asgd pytorch'])
  })

  test('the table that the app quotes is what this run found', () => {
    const found = conformanceTable()
    console.info(`\n${asTable(found)}\n`)
    if (process.env.UPDATE_CONFORMANCE !== undefined)
      writeFileSync(file, `${JSON.stringify(found, undefined, 2)}\n`)
    expect(existsSync(file)).toBe(true)
    const quoted = JSON.parse(readFileSync(file, 'utf8')) as Conformance[]
    const claims = ({ largestError, ...rest }: Conformance): unknown => ({
      ...rest,
      largestError: largestError >= 0,
    })
    expect(quoted.map(claims)).toEqual(found.map(claims))
    for (const [index, { largestError }] of found.entries()) {
      expect(largestError).toBeLessThanOrEqual(quoted[index].largestError)
    }
  })
})
