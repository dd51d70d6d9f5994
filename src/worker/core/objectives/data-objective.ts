import type { Drawing } from '../data/sampler'
import { uncapitalised } from '../plain-text'
import type { Pulse } from '../pulse'
import type { z } from '../zod'
import type { DataFault, DataKind, Objective, ObjectiveKind, PythonLines, Table } from './contract'

/** How a kind of objective goes about its data, `Summary` being what it keeps of the rows. */
interface DataDraft<Options, Summary> extends Pick<DataKind, 'example' | 'thumbnail' | 'rowsInView'> {
  /** Left out: one parameter a feature, and one more. */
  dimension?(options: Options, features: number): number
  /** Left out: any numbers will do. */
  faultIn?(table: Table): DataFault | undefined
  /**
   * Goes through the rows once, on behalf of every run and picture. Plain data of numbers, texts, lists
   * and Float64Arrays; its options have no say in it.
   */
  summarise(table: Table): Summary
  /** Left out: the loss needs the rows. */
  summaryTellsLoss?(summary: Summary): boolean
  /** Left out: none. */
  numbersOfRun?(table: Table, summary: Summary, run: Drawing): number
  /** Left out: no run does. */
  wantsRowMajor?(table: Table, summary: Summary, run: Drawing): boolean
}

interface DataObjective<Options, Summary> extends Pick<
  ObjectiveKind,
  'id' | 'label' | 'formula' | 'lesson' | 'suggestion'
> {
  readonly data: DataDraft<Options, Summary>
  /** @param summary of all rows, also where the table is a sample of them */
  create(options: Options, table: Table, summary: Summary, pulse?: Pulse): Objective
  /** Of the rows `X` and `y`. */
  python(options: Options): PythonLines
}

/**
 * A kind of objective that averages over the rows of a table.
 * @throws on `create`, where there is no table or one without a summary that does not suit
 */
export function defineDataObjective<Shape extends z.ZodObject, Summary>(
  kind: DataObjective<z.infer<Shape>, Summary> & { readonly options: Shape },
): ObjectiveKind {
  type Options = z.infer<Shape>
  const { data: draft, create, python, ...card } = kind
  const summarised = (table: Table): Table => ({ ...table, summary: draft.summarise(table) })
  /** What `summarised` has put there. */
  const summaryOf = ({ summary }: Table): Summary => summary as Summary
  const data: DataKind = {
    example: draft.example,
    thumbnail: draft.thumbnail,
    rowsInView: draft.rowsInView,
    dimension: (options, features) => draft.dimension?.(options as Options, features) ?? features + 1,
    faultIn: (table) => draft.faultIn?.(table),
    summarised,
    summaryTellsLoss: (table) => draft.summaryTellsLoss?.(summaryOf(table)) ?? false,
    numbersOfRun: (table, run) => draft.numbersOfRun?.(table, summaryOf(table), run) ?? 0,
    wantsRowMajor: (table, run) => draft.wantsRowMajor?.(table, summaryOf(table), run) ?? false,
  }
  function known(table: Table | undefined): Table {
    const name = uncapitalised(kind.label)
    if (!table) throw new Error(`${name} needs data`)
    // Whoever knows its summary has gone through its rows before.
    if (table.summary !== undefined) return table
    checkShape(table, name)
    const fault = draft.faultIn?.(table)
    if (fault) throw new Error(`${name}: ${fault.part} must ${fault.message}`)
    return summarised(table)
  }
  return {
    ...card,
    family: 'data',
    data,
    create(options, given, pulse) {
      const table = known(given)
      return create(options as Options, table, summaryOf(table), pulse)
    },
    python: (options) => python(options as Options),
  }
}

function checkShape({ features, featureNames, target, targetName }: Table, name: string): void {
  if (target.length === 0) throw new Error(`${name} needs at least one row of data`)
  if (features.length === 0) throw new Error(`${name} needs at least one feature`)
  if (features.length !== featureNames.length) throw new Error('the table names not all of its features')
  const columns = [...features, target]
  const names = [...featureNames, targetName]
  columns.forEach((column, j) => {
    if (column.length !== target.length) {
      throw new Error(`column "${names[j]}" has ${column.length} rows, the target has ${target.length}`)
    }
    const bad = column.findIndex((value) => !Number.isFinite(value))
    if (bad >= 0)
      throw new Error(`column "${names[j]}", row ${bad + 1}: ${column[bad]} is not a finite number`)
  })
}
