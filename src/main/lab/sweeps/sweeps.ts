import { objectiveById } from '@core/objectives'
import { sweepDocument, type Sweep } from '@core/sweep/document'
import { sweepRuns } from '@core/sweep/runs'
import type { LabEvents, SweepPlan, SweepRecord, SweepStatus } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'
import { retryWhileLocked } from '../retry'
import { LiveSweep } from './live-sweep'
import { missingOf } from './missing'
import { planOf } from './plan'
import { parsedSweep, withProblems, type ReadySweep, type WithTable } from './preparing'
import { SweepNews } from './sweep-news'
import { SweepRecords } from './sweep-records'
import type { SweepThread } from './sweep-thread'

export interface SweepsParts {
  readonly store: Store
  readonly threads: readonly SweepThread[]
  /** Tries a few runs of what may become a sweep, whatever the others are at. */
  readonly trying: SweepThread
  /** The store's name for this lab. */
  readonly session: number
  emit(name: 'sweeps.changed', payload: LabEvents['sweeps.changed']): void
}

/** What a start takes besides its document. */
export interface StartOptions {
  /** Which of the sweep's runs are made here. */
  readonly isWanted?: (index: number) => boolean
}

/** One that is under way here. */
interface Going {
  readonly live: LiveSweep
  readonly over: Promise<void>
  /** What it ends as when it has been stopped. */
  stopped: SweepStatus | undefined
}

/** Sweeps under way: begun, stopped and gone on with. */
export class Sweeps {
  private readonly going = new Map<number, Going>()
  private readonly news: SweepNews
  private begun = 0
  private closing = false

  constructor(private readonly parts: SweepsParts) {
    this.news = new SweepNews(
      (sweep) => parts.store.sweeps.get(sweep),
      (records) => parts.emit('sweeps.changed', records),
    )
  }

  get busy(): boolean {
    return this.going.size > 0
  }

  /** Whether the sweep is under way in this lab. */
  isGoing(sweep: number): boolean {
    return this.going.has(sweep)
  }

  /** Says that they are not what they were. */
  changed(sweeps: readonly number[]): void {
    this.news.now(sweeps)
  }

  /** @throws Fault `invalid` with the paths of what is wrong */
  async plan(document: unknown, withTable: WithTable): Promise<SweepPlan> {
    const { threads, trying } = this.parts
    return planOf(parsedSweep(document), withTable, trying, { number: ++this.begun, threads: threads.length })
  }

  /** @throws Fault `invalid` with the paths of what is wrong; nothing is then stored */
  async start(document: unknown, withTable: WithTable, options: StartOptions = {}): Promise<SweepRecord> {
    const sweep = parsedSweep(document)
    const { experiment } = sweep
    const { objective } = experiment
    return this.begin(sweep, withTable, options, () =>
      this.parts.store.sweeps.insert({
        document: sweepDocument(sweep),
        name: experiment.name,
        objectiveLabel: objectiveById(objective.id)?.label ?? objective.id,
        methods: experiment.runs.map(({ label }) => label),
        problems: 1 + sweep.options.problems.length,
        seeds: sweep.options.seeds,
        keep: sweep.options.keep,
        total: sweepRuns(sweep).total,
        session: this.parts.session,
        startedAt: Date.now(),
      }),
    )
  }

  /** Goes on with a sweep that is stored, from where it is. */
  async resume(id: number, withTable: WithTable, options: StartOptions = {}): Promise<SweepRecord> {
    const sweep = parsedSweep(this.parts.store.sweeps.document(id))
    return this.begin(sweep, withTable, options, () => {
      this.parts.store.sweeps.update(id, {
        status: 'running',
        message: '',
        endedAt: null,
        session: this.parts.session,
      })
      return id
    })
  }

  /** Stops it where it is. What is under way is made again from its start when it goes on. */
  async stop(id: number, status: 'paused' | 'cancelled' | 'interrupted'): Promise<void> {
    const going = this.going.get(id)
    if (!going) return
    going.stopped ??= status
    going.live.stop()
    await going.over
  }

  async close(): Promise<void> {
    this.closing = true
    await Promise.all([...this.going.keys()].map((id) => this.stop(id, 'interrupted')))
    this.news.close()
    const { threads, trying } = this.parts
    await Promise.all([...threads, trying].map((thread) => thread.close()))
  }

  /** Settles when it is under way; its data are kept until it is over. */
  private begin(
    sweep: Sweep,
    withTable: WithTable,
    options: StartOptions,
    store: () => number,
  ): Promise<SweepRecord> {
    return new Promise((settle, fail) => {
      const whole = withProblems(sweep, withTable, async (ready) => {
        // Its tables may have taken a while.
        if (this.closing) throw new Fault('conflict', 'the lab is closing; start it again to run this')
        const record = this.found(store())
        const over = this.follow(record, sweep, ready, options)
        settle(record)
        this.news.now([record.id])
        await over
      })
      whole.catch(fail)
    })
  }

  private found(id: number): SweepRecord {
    const record = this.parts.store.sweeps.get(id)
    if (!record) throw new Fault('missing', `there is no sweep ${id}`)
    return record
  }

  /** Settles when it is over, one way or another. */
  private follow(
    record: SweepRecord,
    sweep: Sweep,
    { problems, tables }: ReadySweep,
    { isWanted }: StartOptions,
  ): Promise<void> {
    const { store, threads } = this.parts
    const { id } = record
    const records = new SweepRecords(sweep, problems)
    const missing = missingOf(records.runs, store.sweeps.keys(id), isWanted)
    const live = new LiveSweep({
      number: ++this.begun,
      threads,
      document: sweep,
      tables,
      records,
      missing: missing.numbers,
      left: missing.count,
      commit: async (runs) => {
        await retryWhileLocked(() => store.sweeps.addRuns(record, runs))
        this.news.gotOn(id)
      },
    })
    const over = live.run().then(
      () => this.end(id, this.going.get(id)?.stopped ?? 'finished', ''),
      (error: unknown) => this.end(id, 'failed', error instanceof Error ? error.message : String(error)),
    )
    this.going.set(id, { live, over, stopped: undefined })
    return over
  }

  private end(id: number, status: SweepStatus, message: string): void {
    this.going.delete(id)
    const endedAt = status === 'paused' ? null : Date.now()
    try {
      this.parts.store.sweeps.update(id, { status, message, endedAt, session: null })
    } catch {
      // Its session will be gone: the next lab finds it interrupted.
    }
    this.news.now([id])
  }
}
