import { nextTick } from 'vue'
import type {
  CallArguments,
  CallName,
  CurveSlice,
  LabBridge,
  LabEvents,
  RunRecord,
} from '../../src/main/contract'
import { record } from './pages/history/records'

type Asked = CallArguments<'curves.read'>
type Part = Asked['runs'][number]
type Picture = NonNullable<Asked['picture']>

/** The lab's side of the bridge: runs of as many points as they are told to have. */
export class LongLab implements LabBridge {
  readonly runs = new Map<number, RunRecord>()
  /** Every part of a curve that was asked for point by point. */
  readonly reads: Part[] = []
  /** Every request for pictures. */
  readonly views: Asked[] = []
  /** Requests for pictures. */
  underway = 0
  mostUnderway = 0
  /** Answers wait for it. */
  gate: Promise<void> | undefined
  private readonly listeners = new Set<(records: readonly RunRecord[]) => void>()

  /** @param lossAt of recorded point `index`, in every run */
  constructor(private readonly lossAt: (index: number) => number) {}

  /** From now on the renderer talks to it. */
  install(): void {
    const value: LabBridge = { call: (...given) => this.call(...given), on: (...given) => this.on(...given) }
    Object.defineProperty(window, 'lab', { value })
  }

  async call(name: CallName, input: unknown): ReturnType<LabBridge['call']> {
    if (name === 'runs.list') return { ok: true, value: [...this.runs.values()] }
    const asked = input as Asked
    const { runs, series, picture } = asked
    const there = runs.filter(({ run }) => this.runs.has(run))
    if (!picture) return { ok: true, value: there.map((part) => this.read(part, series)) }
    this.underway += 1
    this.mostUnderway = Math.max(this.mostUnderway, this.underway)
    this.views.push(asked)
    const value = there.map(({ run }) => this.view(run, series, picture))
    await this.gate
    await nextTick()
    this.underway -= 1
    return { ok: true, value }
  }

  on<Name extends keyof LabEvents>(name: Name, listener: (payload: LabEvents[Name]) => void): () => void {
    if (name !== 'runs.changed') return () => undefined
    const heard = (records: readonly RunRecord[]): void => listener(records as LabEvents[Name])
    this.listeners.add(heard)
    return () => this.listeners.delete(heard)
  }

  record(id: number, points: number, more: Partial<RunRecord> = {}): void {
    const every = more.recordEvery ?? 1
    const next = record({ id, points, iterations: (points - 1) * every, status: 'running', ...more })
    this.runs.set(id, next)
    for (const listener of this.listeners) listener([next])
  }

  private read(part: Part, series: readonly string[]): CurveSlice {
    this.reads.push(part)
    const { run, first, limit = Infinity } = part
    const count = Math.max(0, Math.min(limit, this.runOf(run).points - first))
    return this.slice(
      run,
      series,
      Float64Array.from({ length: count }, (_, k) => first + k),
    )
  }

  /** Column by column, and point by point; whole where it has up to four points a column. */
  private view(run: number, series: readonly string[], picture: Picture): CurveSlice {
    const { points, recordEvery } = this.runOf(run)
    const { from = 0, to = (points - 1) * recordEvery, columns } = picture
    const picked = new Set<number>()
    const inside: number[] = []
    for (let column = 0; column < columns; column++) {
      const edge = (k: number): number => Math.ceil((from + ((to - from) * k) / columns) / recordEvery)
      const first = edge(column)
      const last = Math.min(
        column === columns - 1 ? Math.floor(to / recordEvery) : edge(column + 1) - 1,
        points - 1,
      )
      if (last < first) continue
      let [low, high] = [first, first]
      for (let index = first; index <= last; index++) {
        inside.push(index)
        if (this.lossAt(index) < this.lossAt(low)) low = index
        if (this.lossAt(index) > this.lossAt(high)) high = index
      }
      for (const index of [first, low, high, last]) picked.add(index)
    }
    if (inside.length <= 4 * columns) return this.slice(run, series, Float64Array.from(inside))
    const indices = Float64Array.from(picked).toSorted()
    const columnsOf = Object.fromEntries(series.map((name) => [name, indices]))
    return { ...this.slice(run, series, indices), picked: columnsOf }
  }

  /** These points of a run. */
  private slice(run: number, series: readonly string[], indices: Float64Array): CurveSlice {
    const { points: total, recordEvery: every } = this.runOf(run)
    const values = indices.map(this.lossAt)
    return {
      run,
      first: indices.at(0) ?? 0,
      count: indices.length,
      total,
      every,
      last: (total - 1) * every,
      series: Object.fromEntries(series.map((name) => [name, values])),
    }
  }

  private runOf(id: number): RunRecord {
    const run = this.runs.get(id)
    if (!run) throw new Error(`there is no run ${id}`)
    return run
  }
}
