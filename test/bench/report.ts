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

/** Something that the lab is meant to reach. */
interface Aim {
  readonly what: string
  readonly unit: string
  readonly found: number
  readonly least?: number
  readonly most?: number
}

const isReached = ({ found, least = -Infinity, most = Infinity }: Aim): boolean =>
  found >= least && found <= most

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
  private readonly findings: string[] = []
  private readonly aims: Aim[] = []

  /**
   * Rows with a ratio to the row named `base`: how many times longer each takes.
   * @returns the ratio of a row; NaN where there is none of that name
   */
  compare(title: string, rows: readonly Row[], base: string): (name: string) => number {
    const against = rows.find(({ name }) => name === base)?.median ?? NaN
    const compared = rows.map((row) => ({ ...row, ratio: row.median / against }))
    this.add(title, compared)
    return (name) => compared.find((row) => row.name === name)?.ratio ?? NaN
  }

  /** What is meant to be reached; nothing is said where it could not be measured. */
  aim(what: string, found: number, bounds: Pick<Aim, 'least' | 'most'>, unit: string): void {
    if (Number.isFinite(found)) this.aims.push({ what, found, unit, ...bounds })
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
    this.findings.push(line)
    process.stdout.write(`${line}\n`)
  }

  /** What was meant to be reached, and whether it was. */
  conclude(): void {
    if (this.aims.length === 0) return
    const table = new Table({
      head: ['', 'meant to be', 'found', ''],
      colAligns: ['left', 'right', 'right', 'left'],
      style: { head: [], border: [], compact: true },
    })
    for (const aim of this.aims) {
      const { what, found, least, most, unit } = aim
      const bound = least === undefined ? `at most ${most}` : `at least ${least}`
      const shown = Number(found.toPrecision(3)).toLocaleString('en')
      table.push([what, `${bound} ${unit}`, `${shown} ${unit}`, isReached(aim) ? 'reached' : 'missed'])
    }
    process.stdout.write(`\nWhat the lab is meant to reach\n${table.toString()}\n`)
  }

  save(file: string): void {
    const { sections, findings } = this
    const aims = this.aims.map((aim) => ({ ...aim, reached: isReached(aim) }))
    const whole = { date: new Date().toISOString(), machine, sections, findings, aims }
    writeFileSync(file, `${JSON.stringify(whole, undefined, 2)}\n`)
  }
}
