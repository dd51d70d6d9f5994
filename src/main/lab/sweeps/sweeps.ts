import { objectiveById } from '@core/objectives'
import { identityOf, longerOf, sweepDocument, type Sweep } from '@core/sweep/document'
import { sweepRuns } from '@core/sweep/runs'
import type { LabEvents, SweepPlan, SweepRecord, SweepStatus } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'
import type { ObjectiveFacts } from '../../store/tables/new-run'
import { retryWhileLocked } from '../retry'
import { LiveSweep } from './live-sweep'
import { missingOf } from './missing'
import { planOf } from './plan'
import {
  mostNumbersIn,
  objectivesOf,
  parsedSweep,
  withProblems,
  type ReadySweep,
  type WithTable,
} from './preparing'
import { SweepNews } from './sweep-news'
import type { SweepThread } from './sweep-thread'
import type { HashMaker } from '../runs/trajectory-hash'
import type { TableKeeper } from '../tables/table-keeper'

export interface SweepsParts {
  readonly store: Store
  readonly tables: TableKeeper
  readonly hashOf: HashMaker
  readonly threads: readonly SweepThread[]
  /** Tries a few runs of what may become a sweep, whatever the others are at. */
  readonly trying: SweepThread
  /** The store's name for this lab. */
  readonly session: number
  emit(name: 'sweeps.changed', payload: LabEvents['sweeps.changed']): void
}

/** One of so many parts of a sweep, from 1. */
export interface Shard {
  readonly part: number
  readonly of: number
}

export interface StartOptions {
  /** Makes only the runs of this part. */
  readonly shard?: Shard
}

/** Runs go round the parts, so that all take as long; a part of a longer sweep has all that it had before. */
const isOf =
  ({ part, of }: Shard) =>
  (index: number): boolean =>
    index % of === part - 1

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
  /** Ends of sweeps that could not be stored. */
  private readonly unsaved = new Map<number, Pick<SweepRecord, 'status' | 'message' | 'endedAt'>>()
  private begun = 0
  private closing = false
  private readonly withTable: WithTable = ({ objective: { id, data } }, runs, work) =>
    data ? this.parts.tables.use({ objective: id, data }, work, runs) : work(undefined)

  constructor(private readonly parts: SweepsParts) {
    this.news = new SweepNews(
      (sweep) => {
        const record = parts.store.sweeps.get(sweep)
        return record && this.latest(record)
      },
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

  /** A stored sweep, with an end that could not be stored. */
  latest(record: SweepRecord): SweepRecord {
    return { ...record, ...this.unsaved.get(record.id) }
  }

  /** Says that they are not what they were. */
  changed(sweeps: readonly number[]): void {
    this.news.now(sweeps)
  }

  /** @throws Fault `invalid` with the paths of what is wrong */
  async plan(document: unknown): Promise<SweepPlan> {
    const { threads, trying } = this.parts
    return planOf(parsedSweep(document), this.withTable, trying, {
      number: ++this.begun,
      threads: threads.length,
    })
  }

  /** @throws Fault `invalid` with the paths of what is wrong; nothing is then stored */
  async start(document: unknown, options: StartOptions = {}): Promise<SweepRecord> {
    const sweep = parsedSweep(document)
    const { experiment } = sweep
    const { objective } = experiment
    return this.begin(sweep, options, (objectives) =>
      this.parts.store.sweeps.insert({
        objectives,
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

  /** Starts a sweep, or goes on with the one that is stored, which may have fewer seeds or trials. */
  async startOrResume(document: unknown, options: StartOptions = {}): Promise<SweepRecord> {
    const { sweeps } = this.parts.store
    sweeps.markInterrupted()
    const sweep = parsedSweep(document)
    const identity = identityOf(sweep)
    const same = sweeps
      .list({ trash: false })
      .find(
        ({ id, status }) => status !== 'running' && identityOf(parsedSweep(sweeps.document(id))) === identity,
      )
    if (!same) return this.start(document, options)
    this.lengthen(same.id, longerOf(sweep, parsedSweep(sweeps.document(same.id))))
    return this.resume(same.id, options)
  }

  /** Has a stored sweep ask for more runs. */
  lengthen(id: number, longer: Sweep): void {
    this.parts.store.sweeps.extend(id, sweepDocument(longer), {
      seeds: longer.options.seeds,
      total: sweepRuns(longer).total,
    })
  }

  /** Goes on with a sweep that is stored, from where it is. */
  async resume(id: number, options: StartOptions = {}): Promise<SweepRecord> {
    const sweep = parsedSweep(this.parts.store.sweeps.document(id))
    return this.begin(sweep, options, (objectives) => {
      this.parts.store.sweeps.update(id, {
        objectives,
        status: 'running',
        message: '',
        endedAt: null,
        session: this.parts.session,
      })
      this.unsaved.delete(id)
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
    options: StartOptions,
    store: (objectives: readonly ObjectiveFacts[]) => number,
  ): Promise<SweepRecord> {
    return new Promise((settle, fail) => {
      const whole = withProblems(sweep, this.withTable, async (ready) => {
        // Its tables may have taken a while.
        if (this.closing) throw new Fault('conflict', 'the lab is closing; start it again to run this')
        const record = this.found(store(objectivesOf(ready)))
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
    ready: ReadySweep,
    { shard }: StartOptions,
  ): Promise<void> {
    const { store, threads } = this.parts
    const { id } = record
    const runs = sweepRuns(sweep)
    const missing = missingOf(runs, store.sweeps.keys(id), shard && isOf(shard))
    const live = new LiveSweep({
      number: ++this.begun,
      threads,
      document: sweep,
      tables: ready.tables,
      runs,
      hashes: this.parts.hashOf,
      mostNumbers: mostNumbersIn(ready),
      missing: missing.numbers,
      left: missing.count,
      commit: async (ended) => {
        await retryWhileLocked(() => store.sweeps.addRuns(id, ended))
        this.news.gotOn(id)
      },
    })
    const over = live.run().then(
      () => this.end(id, this.going.get(id)?.stopped ?? this.wholeness(id), ''),
      (error: unknown) => this.end(id, 'failed', error instanceof Error ? error.message : String(error)),
    )
    this.going.set(id, { live, over, stopped: undefined })
    return over
  }

  /** One of which only a part was made waits for the rest. */
  private wholeness(id: number): SweepStatus {
    const { done, total } = this.found(id)
    return done < total ? 'paused' : 'finished'
  }

  private end(id: number, status: SweepStatus, message: string): void {
    this.going.delete(id)
    const end = { status, message, endedAt: status === 'paused' ? null : Date.now() }
    try {
      this.parts.store.sweeps.update(id, { ...end, session: null })
    } catch {
      // Its session will be gone: the next lab finds it interrupted.
      this.unsaved.set(id, end)
    }
    this.news.now([id])
  }
}
