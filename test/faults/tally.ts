import Table from 'cli-table3'
import { kinds, type Findings, type Kind } from './findings'

interface Line {
  rounds: number
  points: number
  answers: number
  readonly found: Record<Kind, number>
}

const nothing = (): Line => ({
  rounds: 0,
  points: 0,
  answers: 0,
  found: { lost: 0, damaged: 0, 'left over': 0, unclear: 0, 'hung or crashed': 0 },
})

const grouped = (count: number): string => count.toLocaleString('en-US')

/** What came of all rounds, scenario by scenario. */
export class Tally {
  private readonly lines = new Map<string, Line>()

  add(name: string, findings: Findings, points: number, answers: number): void {
    for (const key of [name, 'all']) {
      const line = this.lines.get(key) ?? nothing()
      this.lines.set(key, line)
      line.rounds++
      line.points += points
      line.answers += answers
      for (const kind of kinds) line.found[kind] += findings.count(kind)
    }
  }

  total(kind: Kind): number {
    return this.lines.get('all')?.found[kind] ?? 0
  }

  get clean(): boolean {
    return kinds.every((kind) => this.total(kind) === 0)
  }

  get text(): string {
    const table = new Table({
      head: ['scenario', 'rounds', 'acknowledged points and rows', 'answers', ...kinds],
      style: { head: [], border: [] },
    })
    const all = [...this.lines].sort(([a], [b]) => Number(a === 'all') - Number(b === 'all'))
    for (const [name, { rounds, points, answers, found }] of all) {
      table.push([name, rounds, grouped(points), grouped(answers), ...kinds.map((kind) => found[kind])])
    }
    return table.toString()
  }
}
