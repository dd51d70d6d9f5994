import type { Database, Statement } from 'better-sqlite3'
import { climbs } from '@core/ascent'
import type { Experiment, RunSpec } from '@core/experiment'
import { iterationOf } from '@core/plan'
import type { Reason } from '@core/reasons/contract'
import { liveStatuses } from '@core/run-statuses'
import type { RunRecord } from '../../contract'
import { Fault } from '../../faults'
import type { Curves } from '../curves/curves'
import { experimentFrom } from './document'
import {
  changeable,
  changesFrom,
  columnOf,
  kept,
  keptReason,
  recordFrom,
  rowFrom,
  type KeptPatch,
  type Row,
  type RunPatch,
} from './run-rows'
import { blank, type NewRun } from './new-run'
import { createRunRemoval } from './run-removal'
import type { Sessions } from './sessions'
import type { SweepRuns } from './sweep-runs'

export interface Launch {
  /** Kept as it is at this moment. */
  readonly document: Experiment
  readonly runs: readonly NewRun[]
  /** The session that runs them. */
  readonly session: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

/** A run that joins a launch. */
export interface Beside {
  readonly launch: number
  /** As the launch's document is to have it. */
  readonly spec: RunSpec
  readonly run: NewRun
  readonly session: number
  readonly startedAt: number
}

/** Where the lowest finite value is, or the highest of a run that climbs, the first of equals; -1 where there is none. */
function bestOf(values: Float64Array, isClimb: boolean): number {
  let best = -1
  for (let index = 0; index < values.length; index++) {
    const isBetter = isClimb ? values[index] > values[best] : values[index] < values[best]
    if (Number.isFinite(values[index]) && (best < 0 || isBetter)) best = index
  }
  return best
}

/** A run of a sweep is in its experiment alone. */
const read = (field: (typeof kept)[number]): string =>
  field === 'position' ? 'iif(runs.sweep is null, runs.position, 0)' : `runs.${columnOf[field]}`

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ')

export type Runs = ReturnType<typeof createRuns>

/** Runs, with the experiment of each launch as it was when it started. */
export function createRuns(
  db: Database,
  curves: Curves,
  sessions: Sessions,
  now: () => number,
  inSweeps: SweepRuns,
) {
  // One that is being deleted for good has the moment it was put into the trash below zero.
  const there = '(runs.trashed_at is null or runs.trashed_at >= 0)'
  const select = `
    select runs.id, launches.name as experimentName,
      ${kept.map((field) => `${read(field)} as ${field}`).join(', ')}
    from runs join launches on launches.id = runs.launch`
  // The plus has a statement planned once, and not anew for every run that is bound.
  const byId = db.prepare<[id: number], Row>(`${select} where runs.id = +? and ${there}`)
  const byTrash = db.prepare<[trash: number], Row>(
    `${select} where (runs.trashed_at is not null) = ? and ${there} and runs.sweep is null order by runs.launch desc, runs.position`,
  )
  const abandoned = db.prepare<[dead: string], Row & { readonly lastSeen: number | null }>(`
    select abandoned.*, sessions.heartbeat_at as lastSeen
    from (${select} where runs.status in (${quoted(liveStatuses)})) as abandoned
    join launches on launches.id = abandoned.launch
    left join sessions on sessions.id = launches.session
    where launches.session is null or launches.session in (select value from json_each(?))
    order by abandoned.id`)
  const documentOf = db.prepare<[run: number], { name: string; document: string; launch: number }>(`
    select launches.name, launches.document, launches.id as launch
    from runs join launches on launches.id = runs.launch where runs.id = +? and ${there}`)
  const changedIn = db.prepare<[launch: number], { position: number; changes: string }>(
    'select position, changes from runs where launch = ? and changes is not null',
  )
  const launchOf = db.prepare<
    [id: number],
    { name: string; session: number | null; runs: number; going: number }
  >(`
    select name, session, json_array_length(document, '$.runs') as runs,
      (select count(*) from runs where launch = launches.id and status in (${quoted(liveStatuses)})) as going
    from launches where id = ?`)
  const addToLaunch = db.prepare<{ id: number; session: number; run: string }>(`
    update launches set session = @session, document = json_insert(document, '$.runs[#]', json(@run))
    where id = @id`)
  const newLaunch = db.prepare<[name: string, at: number, session: number, document: string]>(
    'insert into launches (name, started_at, session, document) values (?, ?, ?, ?)',
  )
  const newRun = db.prepare<ReturnType<typeof rowFrom>>(`
    insert into runs (${kept.map((field) => columnOf[field]).join(', ')})
    values (${kept.map((field) => `@${field}`).join(', ')})`)
  const updates = new Map<string, Statement<[KeptPatch & { readonly id: number }]>>()

  function get(id: number): RunRecord | undefined {
    const row = byId.get(id)
    return row ? recordFrom(row) : inSweeps.record(id)
  }

  function update(id: number, patch: RunPatch): void {
    const { reason, changes: made, ...others } = patch
    const values: KeptPatch = {
      ...others,
      ...(reason === undefined ? {} : keptReason(reason)),
      ...(made === undefined ? {} : { changes: JSON.stringify(made) }),
    }
    const fields = changeable.filter((field) => values[field] !== undefined)
    if (fields.length === 0) return
    const changes = fields.map((field) => `${columnOf[field]} = @${field}`).join(', ')
    const statement =
      updates.get(changes) ??
      db.prepare<[KeptPatch & { readonly id: number }]>(`update runs set ${changes} where id = @id`)
    updates.set(changes, statement)
    if (statement.run({ ...values, id }).changes === 0 && inSweeps.giveRow(id))
      statement.run({ ...values, id })
  }

  /** What the stored curve says of a run that nobody is there to speak for. */
  function recovered({ id, recordEvery, budget, points, iterations, hyper }: Row): RunPatch {
    const stored = curves.count(id)
    if (stored === 0) return { points: 0, iterations: 0, finalLoss: NaN, bestLoss: NaN, bestIteration: 0 }
    // Of equally low or high points the first, and the very last: a picture of one column has them.
    const { indices, values } = curves.extremes(id, 'loss', [0, stored])
    // Only the run knows where its last point is, if it was its very last; else it follows from the index.
    const reached = points === stored ? iterations : Math.min((stored - 1) * recordEvery, budget)
    const best = bestOf(values, climbs({ hyper: JSON.parse(hyper) as RunRecord['hyper'] }))
    return {
      points: stored,
      iterations: reached,
      finalLoss: values[values.length - 1],
      bestLoss: best < 0 ? NaN : values[best],
      bestIteration: best < 0 ? 0 : iterationOf(indices[best], recordEvery, reached),
    }
  }

  const insertLaunch = db.transaction(({ document, runs, session, startedAt }: Launch): RunRecord[] => {
    const { name } = document
    const launch = Number(newLaunch.run(name, startedAt, session, JSON.stringify(document)).lastInsertRowid)
    return runs.map((run, position) => {
      const record = { ...run, ...blank, launch, position, color: run.color ?? position, startedAt }
      const id = Number(newRun.run(rowFrom(record)).lastInsertRowid)
      return { ...record, id, experimentName: name }
    })
  })

  const insertBeside = db.transaction(({ launch, spec, run, session, startedAt }: Beside): RunRecord => {
    const found = launchOf.get(launch)
    if (!found) throw new Fault('missing', 'the experiment it belongs to is gone')
    if (found.going > 0 && found.session !== session) {
      const where = 'another Descent Lab that is still open'
      throw new Fault('conflict', `runs of its experiment are under way in ${where}; fork it there`)
    }
    addToLaunch.run({ id: launch, session, run: JSON.stringify(spec) })
    const position = found.runs
    const record = { ...run, ...blank, launch, position, color: run.color ?? position, startedAt }
    const id = Number(newRun.run(rowFrom(record)).lastInsertRowid)
    return { ...record, id, experimentName: found.name }
  })

  /** As it was launched, with what its runs have changed since. */
  function documentWith(run: number): Experiment {
    const inSweep = inSweeps.experimentOf(run)
    if (inSweep) return inSweep
    const row = documentOf.get(run)
    const experiment = experimentFrom(row, `run ${run}`)
    const changes = new Map(
      (row ? changedIn.all(row.launch) : []).map(({ position, changes: text }) => [
        position,
        changesFrom(text),
      ]),
    )
    if (changes.size === 0) return experiment
    const runs = experiment.runs.map((spec, position) => {
      const its = changes.get(position)
      return its ? { ...spec, changes: its } : spec
    })
    return { ...experiment, runs }
  }

  const markInterrupted = db.transaction((dead: readonly number[]): RunRecord[] =>
    abandoned.all(JSON.stringify(dead)).map((row) => {
      const values = recovered(row)
      const updates = values.points === 0 ? null : (values.iterations ?? 0)
      const reason: Reason = { kind: 'lab-gone', values: { updates, budget: row.budget } }
      update(row.id, { ...values, status: 'interrupted', reason, endedAt: row.lastSeen ?? now() })
      return get(row.id) ?? recordFrom(row)
    }),
  )

  return {
    /** Stores runs before their first update, and the experiment they come from. */
    insertLaunch: (launch: Launch): readonly RunRecord[] => insertLaunch.immediate(launch),

    get,

    /** Newest launch first, the runs of a launch in their order. */
    list: ({ trash }: { readonly trash: boolean }): readonly RunRecord[] =>
      byTrash.all(Number(trash)).map(recordFrom),

    /**
     * The experiment as it was when the run started, with the runs that were forked from it and with what
     * runs have changed on their way.
     * @throws Fault `missing`, or `invalid` where this version can't read it any more
     */
    document: documentWith,

    /**
     * Stores a run before its first update, as the last one of a launch that is there.
     * @throws Fault `missing`, or `conflict` where runs of the launch are under way in another lab
     */
    insertBeside: (beside: Beside): RunRecord => insertBeside.immediate(beside),

    /** Changes what is given; a run that is gone is no error. */
    update,

    ...createRunRemoval(db, now),

    /**
     * Ends the runs whose session is gone, with what their stored curves say of them.
     * @returns those runs
     */
    markInterrupted: (dead: readonly number[] = sessions.dead()): readonly RunRecord[] =>
      // Asked often: where there is nothing to end, nobody waits for a lock.
      abandoned.get(JSON.stringify(dead)) ? markInterrupted.immediate(dead) : [],
  }
}
