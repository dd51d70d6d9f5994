import { nextTick } from 'vue'
import type {
  CallArguments,
  CallName,
  CurveSlice,
  CurvePicture,
  LabBridge,
  LabEvents,
  RunRecord,
} from '../../src/main/contract'
import { record } from './pages/history/records'

type Part = CallArguments<'curves.read'>['runs'][number]

/** The lab's side of the bridge: runs of as many points as they are told to have. */
export class LongLab implements LabBridge {
  readonly runs = new Map<number, RunRecord>()
  /** Every part of a curve that was asked for. */
  readonly reads: Part[] = []
  readonly views: CallArguments<'curves.view'>[] = []
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
    if (name === 'curves.read') {
      const { runs, series } = input as CallArguments<'curves.read'>
      return { ok: true, value: runs.map((part) => this.read(part, series)) }
    }
    this.underway += 1
    this.mostUnderway = Math.max(this.mostUnderway, this.underway)
    const asked = input as CallArguments<'curves.view'>
    this.views.push(asked)
    const value = asked.runs.map((run) => this.view(run, asked))
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
    const { points, recordEvery } = this.runOf(run)
    const count = Math.max(0, Math.min(limit, points - first))
    const values = Float64Array.from({ length: count }, (_, k) => this.lossAt(first + k))
    return {
      run,
      first,
      count,
      total: points,
      every: recordEvery,
      last: (points - 1) * recordEvery,
      series: Object.fromEntries(series.map((name) => [name, values])),
    }
  }

  /** Column by column, and point by point. */
  private view(run: number, asked: CallArguments<'curves.view'>): CurvePicture {
    const { points, recordEvery } = this.runOf(run)
    const { from = 0, to = (points - 1) * recordEvery, columns } = asked
    const picked = new Set<number>()
    let within = 0
    for (let column = 0; column < columns; column++) {
      const edge = (k: number): number => Math.ceil((from + ((to - from) * k) / columns) / recordEvery)
      const first = edge(column)
      const last = Math.min(
        column === columns - 1 ? Math.floor(to / recordEvery) : edge(column + 1) - 1,
        points - 1,
      )
      if (last < first) continue
      within += last - first + 1
      let [low, high] = [first, first]
      for (let index = first; index <= last; index++) {
        if (this.lossAt(index) < this.lossAt(low)) low = index
        if (this.lossAt(index) > this.lossAt(high)) high = index
      }
      for (const index of [first, low, high, last]) picked.add(index)
    }
    const indices = Float64Array.from(picked).toSorted()
    const view = { iterations: indices.map((index) => index * recordEvery), values: indices.map(this.lossAt) }
    return {
      run,
      total: points,
      within,
      series: Object.fromEntries(asked.series.map((name) => [name, view])),
    }
  }

  private runOf(id: number): RunRecord {
    const run = this.runs.get(id)
    if (!run) throw new Error(`there is no run ${id}`)
    return run
  }
}
