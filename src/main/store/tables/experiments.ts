import type { Database } from 'better-sqlite3'
import { objectiveById } from '@core/objectives'
import type { ExperimentDetail, ExperimentRecord } from '../../contract'
import { Fault } from '../../faults'
import { documentOf, experimentIn, savedFrom, type Saved } from './document'

/** The longest name an experiment may have. */
const longestName = 200

interface Row extends Omit<ExperimentRecord, 'objectiveLabel'> {
  readonly objective: string
}

const recordFrom = ({ objective, ...row }: Row): ExperimentRecord => ({
  ...row,
  objectiveLabel: objectiveById(objective)?.label ?? objective,
})

/** "X (copy)", "X (copy 2)", ...: the first that is not taken; a copy's copy is the next copy. */
function copyName(name: string, taken: (name: string) => boolean): string {
  const original = name.replace(/ \(copy(?: \d+)?\)$/, '')
  for (let copy = 1; ; copy++) {
    const suffix = copy === 1 ? ' (copy)' : ` (copy ${copy})`
    const candidate = original.slice(0, longestName - suffix.length) + suffix
    if (!taken(candidate)) return candidate
  }
}

export type Experiments = ReturnType<typeof createExperiments>

/** Experiments saved under a name, to be opened and changed again. */
export function createExperiments(db: Database, now: () => number) {
  const select = `
    select id, name, objective, runs, created_at as createdAt, updated_at as updatedAt,
      trashed_at as trashedAt
    from experiments`
  const byId = db.prepare<[id: number], Row>(`${select} where id = ?`)
  const byTrash = db.prepare<[trash: number], Row>(
    `${select} where (trashed_at is not null) = ? order by updated_at desc, id desc`,
  )
  const documentOfId = db.prepare<[id: number], { name: string; document: string }>(
    'select name, document from experiments where id = ?',
  )
  const named = db.prepare<[name: string], number>('select count(*) from experiments where name = ?').pluck()
  interface Columns {
    readonly name: string
    readonly objective: string
    readonly runs: number
    readonly document: string
    readonly at: number
  }
  const insert = db.prepare<Columns>(`
    insert into experiments (name, objective, runs, created_at, updated_at, document)
    values (@name, @objective, @runs, @at, @at, @document)`)
  const replace = db.prepare<Columns & { readonly id: number }>(`
    update experiments
    set name = @name, objective = @objective, runs = @runs, updated_at = @at, document = @document,
      trashed_at = null
    where id = @id`)
  const toTrash = db.prepare<[at: number, ids: string]>(`
    update experiments set trashed_at = ?
    where trashed_at is null and id in (select value from json_each(?))`)
  const fromTrash = db.prepare<[ids: string]>(
    'update experiments set trashed_at = null where id in (select value from json_each(?))',
  )
  const remove = db.prepare<[ids: string]>(
    'delete from experiments where trashed_at is not null and id in (select value from json_each(?))',
  )

  function record(id: number): ExperimentRecord | undefined {
    const row = byId.get(id)
    return row && recordFrom(row)
  }

  function stored(id: number): ExperimentRecord {
    const found = record(id)
    if (!found) throw new Fault('missing', `there is no saved experiment ${id}`)
    return found
  }

  const saved = (id: number): Saved => savedFrom(documentOfId.get(id), `saved experiment ${id}`)

  const save = db.transaction((what: Saved, id?: number): ExperimentRecord => {
    const experiment = experimentIn(what)
    const columns = {
      name: experiment.name,
      objective: experiment.objective.id,
      runs: experiment.runs.length,
      document: JSON.stringify(documentOf(what)),
      at: now(),
    }
    if (id === undefined) return stored(Number(insert.run(columns).lastInsertRowid))
    replace.run({ ...columns, id })
    return stored(id)
  })

  const duplicate = db.transaction((id: number): ExperimentRecord => {
    const what = saved(id)
    const experiment = experimentIn(what)
    const copy = { ...experiment, name: copyName(experiment.name, (name) => (named.get(name) ?? 0) > 0) }
    return save('axes' in what ? { ...what, experiment: copy } : copy)
  })

  return {
    /** Last changed first. */
    list: ({ trash }: { readonly trash: boolean }): readonly ExperimentRecord[] =>
      byTrash.all(Number(trash)).map(recordFrom),

    /** @throws Fault `invalid` where this version can't read its document any more */
    get(id: number): ExperimentDetail | undefined {
      const found = record(id)
      if (!found) return undefined
      const what = saved(id)
      return { ...found, experiment: experimentIn(what), document: documentOf(what) }
    },

    /**
     * Under the document's own name: in place of experiment `id`, back from the trash if
     * it was there, or as a new one.
     * @throws Fault `missing`
     */
    save: ({ id, document }: { readonly id?: number; readonly document: Saved }): ExperimentRecord =>
      save.immediate(document, id),

    /** @throws Fault `missing`, or `invalid` where this version can't read its document any more */
    duplicate: (id: number): ExperimentRecord => duplicate.immediate(id),

    /** @returns how many were moved */
    trash: (ids: readonly number[], at = now()): number => toTrash.run(at, JSON.stringify(ids)).changes,

    /** @returns how many were moved */
    restore: (ids: readonly number[]): number => fromTrash.run(JSON.stringify(ids)).changes,

    /**
     * Deletes what is in the trash for good.
     * @returns how many were deleted
     */
    purge: (ids: readonly number[]): number => remove.run(JSON.stringify(ids)).changes,
  }
}
