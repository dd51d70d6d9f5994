import type { Database } from 'better-sqlite3'
import type { SweepRecord, SweepStatus } from '../../contract'
import { Fault } from '../../faults'
import type { ObjectiveFacts } from './new-run'
import type { Sessions } from './sessions'
import type { EndedRuns, SweepRuns } from './sweep-runs'
import { countsOf } from './sweep-results'
import { createSweepRemoval } from './sweep-removal'

/** A sweep before its first run. */
export type NewSweep = Pick<
  SweepRecord,
  'name' | 'objectiveLabel' | 'methods' | 'problems' | 'seeds' | 'keep' | 'total' | 'startedAt'
> & {
  /** With its ranges, every default spelled out. */
  readonly document: unknown
  /** Of each problem. */
  readonly objectives: readonly ObjectiveFacts[]
  readonly session: number
}

type Row = Omit<SweepRecord, 'methods'> & { readonly methods: string; readonly session: number | null }

/** What may change after a sweep is stored, and where it is kept. */
const changeable = {
  name: 'name',
  note: 'note',
  status: 'status',
  message: 'message',
  endedAt: 'ended_at',
  session: 'session',
  seeds: 'seeds',
  total: 'total',
  objectives: 'objectives',
} as const

export type SweepPatch = Partial<
  Pick<SweepRecord, Exclude<keyof typeof changeable, 'session' | 'objectives'>> & {
    readonly session: number | null
    readonly objectives: readonly ObjectiveFacts[]
  }
>

const recordFrom = ({ session, methods, ...row }: Row): SweepRecord => {
  void session
  return { ...row, methods: JSON.parse(methods) as SweepRecord['methods'] }
}

export type Sweeps = ReturnType<typeof createSweeps>

/** Sweeps, whose runs are in no other list. */
export function createSweeps(db: Database, runs: SweepRuns, sessions: Sessions, now: () => number) {
  const there = '(trashed_at is null or trashed_at >= 0)'
  const select = `
    select id, name, launch, objective_label as objectiveLabel, methods, problems, seeds, total, done,
      diverged, failed, keep, status, message, duration, session, started_at as startedAt,
      ended_at as endedAt, note, trashed_at as trashedAt
    from sweeps`
  const byId = db.prepare<[id: number], Row>(`${select} where id = ? and ${there}`)
  const byTrash = db.prepare<[trash: number], Row>(
    `${select} where (trashed_at is not null) = ? and ${there} order by id desc`,
  )
  const newLaunch = db.prepare<[name: string, at: number, session: number, document: string]>(
    'insert into launches (name, started_at, session, document) values (?, ?, ?, ?)',
  )
  const newSweep = db.prepare<
    Omit<NewSweep, 'document' | 'methods' | 'objectives'> & {
      launch: number
      methods: string
      objectives: string
    }
  >(`
    insert into sweeps (launch, name, objective_label, methods, problems, objectives, seeds, keep, total, done,
      diverged, failed, status, message, duration, session, started_at, note)
    values (@launch, @name, @objectiveLabel, @methods, @problems, @objectives, @seeds, @keep, @total, 0,
      0, 0, 'running', '', 0, @session, @startedAt, '')`)
  const objectivesOf = db.prepare<[id: number], string>('select objectives from sweeps where id = ?').pluck()
  const documentOf = db
    .prepare<[id: number], string>(
      'select launches.document from launches join sweeps on sweeps.launch = launches.id where sweeps.id = ?',
    )
    .pluck()
  const newDocument = db.prepare<[document: string, id: number]>(
    'update launches set document = ? where id = (select launch from sweeps where id = ?)',
  )
  const count = db.prepare<Pick<SweepRecord, 'id' | 'done' | 'diverged' | 'failed' | 'duration'>>(`
    update sweeps set done = done + @done, diverged = diverged + @diverged, failed = failed + @failed,
      duration = duration + @duration
    where id = @id`)
  const leftBy = db
    .prepare<[dead: string], number>(
      `select id from sweeps where status = 'running'
       and (session is null or session in (select value from json_each(?)))`,
    )
    .pluck()

  function get(id: number): SweepRecord | undefined {
    const row = byId.get(id)
    return row && recordFrom(row)
  }

  function update(id: number, patch: SweepPatch): void {
    const fields = (Object.keys(changeable) as (keyof typeof changeable)[]).filter(
      (field) => patch[field] !== undefined,
    )
    if (fields.length === 0) return
    const changes = fields.map((field) => `${changeable[field]} = @${field}`).join(', ')
    db.prepare(`update sweeps set ${changes} where id = @id`).run({
      ...patch,
      objectives: JSON.stringify(patch.objectives),
      id,
    })
  }

  const insert = db.transaction(({ document, methods, objectives, ...sweep }: NewSweep): number => {
    const { name, startedAt, session } = sweep
    const launch = Number(newLaunch.run(name, startedAt, session, JSON.stringify(document)).lastInsertRowid)
    const { objectiveLabel, problems, seeds, keep, total } = sweep
    const row = { launch, name, objectiveLabel, problems, seeds, keep, total, session, startedAt }
    const texts = { methods: JSON.stringify(methods), objectives: JSON.stringify(objectives) }
    return Number(newSweep.run({ ...row, ...texts }).lastInsertRowid)
  })

  const addRuns = db.transaction((id: number, ended: EndedRuns): void => {
    const added = runs.add(id, ended)
    if (added) count.run({ id, ...countsOf(added) })
  })

  const extend = db.transaction((id: number, document: unknown, patch: SweepPatch): void => {
    newDocument.run(JSON.stringify(document), id)
    update(id, patch)
  })

  const interrupt = db.transaction((ids: readonly number[]): readonly number[] => {
    const status: SweepStatus = 'interrupted'
    for (const id of ids) update(id, { status, message: '', endedAt: now(), session: null })
    return ids
  })

  return {
    /** Stores a sweep and the document of its runs. @returns its id */
    insert: (sweep: NewSweep): number => insert.immediate(sweep),

    get,

    /** Newest first. */
    list: ({ trash }: { readonly trash: boolean }): readonly SweepRecord[] =>
      byTrash.all(Number(trash)).map(recordFrom),

    /** The session that has it under way; null where none has. */
    sessionOf: (id: number): number | null => byId.get(id)?.session ?? null,

    /** @throws Fault `missing` */
    document(id: number): unknown {
      const text = documentOf.get(id)
      if (text === undefined) throw new Fault('missing', `there is no sweep ${id}`)
      return JSON.parse(text)
    },

    /** Changes what is given; a sweep that is gone is no error. */
    update,

    /** What is known of its problems' objectives; nothing of a sweep from before that was stored. */
    objectives: (id: number): readonly ObjectiveFacts[] =>
      JSON.parse(objectivesOf.get(id) ?? '[]') as readonly ObjectiveFacts[],

    /** Gives it a document that asks for more runs. */
    extend: (id: number, document: unknown, patch: SweepPatch): void => extend.immediate(id, document, patch),

    /** Stores runs that have ended; one that is stored already is passed over. All of them, or none. */
    addRuns: (id: number, ended: EndedRuns): void => addRuns.immediate(id, ended),

    keys: runs.keys,
    keyOf: runs.keyOf,
    results: runs.results,
    stored: runs.stored,

    ...createSweepRemoval(db, now),

    /** Ends those whose session is gone. @returns them */
    markInterrupted(dead: readonly number[] = sessions.dead()): readonly SweepRecord[] {
      // Asked often: where there is nothing to end, nobody waits for a lock.
      const left = leftBy.all(JSON.stringify(dead))
      return left.length === 0 ? [] : interrupt.immediate(left).flatMap((id) => get(id) ?? [])
    },
  }
}
