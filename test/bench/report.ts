import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import Table from 'cli-table3'
import type { Timing } from './measure'

/** What was measured of one contestant, or at one size. */
export interface Row extends Timing {
  readonly name: string
  /** Against the row that the table compares with: above 1, that one is quicker. */
  readonly ratio?: number
  readonly note?: string
}

interface Measured {
  readonly title: string
  readonly rows: readonly Row[]
}

const units = [
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
  [1e-9, 'ns'],
] as const

function timeText(seconds: number): string {
  const [size, unit] = units.find(([least]) => seconds >= least) ?? units[units.length - 1]
  return `${Number((seconds / size).toPrecision(3))} ${unit}`
}

const ratioText = (ratio: number): string =>
  `${ratio >= 100 ? Math.round(ratio).toLocaleString('en') : Number(ratio.toPrecision(3))}x`

export const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  processors: availableParallelism(),
  memory: totalmem(),
  platform: `${process.platform} ${process.arch}`,
  node: process.version,
}

/** Tables as they come, and all of them as JSON at the end. */
export class Report {
  private readonly sections: Measured[] = []

  /** Rows with a ratio to the row named `base`: how many times longer each takes. */
  compare(title: string, rows: readonly Row[], base: string): void {
    const against = rows.find(({ name }) => name === base)?.median ?? NaN
    this.add(
      title,
      rows.map((row) => ({ ...row, ratio: row.median / against })),
    )
  }

  add(title: string, rows: readonly Row[]): void {
    this.sections.push({ title, rows })
    const table = new Table({
      head: ['', 'median', 'half of all', 'times', 'ratio'],
      colAligns: ['left', 'right', 'right', 'right', 'right'],
      style: { head: [], border: [], compact: true },
    })
    for (const { name, median, low, high, repetitions, ratio, note } of rows) {
      table.push([
        note === undefined ? name : `${name} (${note})`,
        timeText(median),
        `${timeText(low)} to ${timeText(high)}`,
        repetitions,
        ratio === undefined ? '' : ratioText(ratio),
      ])
    }
    process.stdout.write(`\n${title}\n${table.toString()}\n`)
  }

  /** A finding that is no time. */
  say(line: string): void {
    process.stdout.write(`${line}\n`)
  }

  save(file: string): void {
    const date = new Date().toISOString()
    writeFileSync(file, `${JSON.stringify({ date, machine, sections: this.sections }, undefined, 2)}\n`)
  }
}
