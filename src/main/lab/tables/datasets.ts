import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as otherWork } from 'node:timers/promises'
import type { DatasetRecord } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'
import type { StoredDataset } from '../../store/tables/datasets'
import { readCsv, type CsvTable } from './csv'
import { discard, FileHash } from './imports'
import { retryWhileLocked } from '../retry'
import { readTableFile, type TableFile } from './table-file'
import type { Locate, TableSource } from './table-source'

/** The tables that come with the lab: name and what it is, with the source to cite. */
const shipped: Readonly<Record<string, string>> = {
  'faithful.csv':
    'Old Faithful: eruption length and waiting time, in minutes (Azzalini & Bowman 1990, Applied Statistics 39)',
  'cars.csv': 'Speed (mph) and stopping distance (ft) of cars in the 1920s (Ezekiel 1930)',
  'anscombe.csv': 'Four x/y pairs with the same fit (Anscombe 1973, American Statistician 27)',
  'trees.csv': 'Girth, height and volume of black cherry trees (Ryan et al. 1976, Minitab Handbook)',
  'longley.csv': 'US macro-economics 1947-1962, extremely ill-conditioned (Longley 1967, JASA 62)',
  'iris.csv': 'Sepal and petal sizes of three iris species (Anderson 1935, Fisher 1936)',
}

/** A shipped file; undefined for any other name. */
export function shippedFile(resources: string, name: string): Uint8Array | undefined {
  if (!Object.hasOwn(shipped, name)) return undefined
  return readFileSync(join(resources, 'datasets', name))
}

interface Shipped {
  readonly record: DatasetRecord
  readonly table: CsvTable
  readonly sha256: string
}

function hashOf(file: Uint8Array): string {
  const hash = new FileHash()
  hash.update(file)
  return hash.digest()
}

/** Shipped and imported tables, each under a name of its own. */
export class Datasets {
  private readonly shipped: ReadonlyMap<string, Shipped>
  private readonly conversions = new Map<string, Promise<void>>()

  constructor(
    private readonly store: Store,
    private readonly session: number,
    resources: string,
  ) {
    this.shipped = new Map(
      Object.entries(shipped).map(([name, about]) => {
        const file = shippedFile(resources, name) ?? new Uint8Array()
        const table = readCsv(file, name)
        const { rows, columns } = table
        const record = { name, origin: 'shipped', rows, columns, about, read: null } as const
        return [name, { record, table, sha256: hashOf(file) }]
      }),
    )
  }

  /** Where its numbers are; a table that is still kept as text must be converted first. */
  readonly locate: Locate = (name) => {
    const imported = this.store.datasets.getByName(name)
    return imported ? this.stored(imported) : this.shipped.get(name)?.table
  }

  isShipped(name: string): boolean {
    return this.shipped.has(name)
  }

  /** Names that mean a table of the lab's own. */
  get names(): readonly string[] {
    return [...this.shipped.keys()]
  }

  /** The data set of the lab's own that a file of this hash is. */
  readonly known = (sha256: string): DatasetRecord | undefined =>
    [...this.shipped.values()].find((each) => each.sha256 === sha256)?.record

  list(): readonly DatasetRecord[] {
    return [...[...this.shipped.values()].map(({ record }) => record), ...this.store.datasets.list()]
  }

  /** Keeps a table that has been read elsewhere, under its name or under a numbered one where that is taken. */
  async add(name: string, file: TableFile): Promise<DatasetRecord> {
    const { sha256, rows, columns, read } = file
    const known = this.known(sha256)
    if (known) return known
    const content = await this.filledWith(file)
    const kept = { name, sha256, rows, columns, read, taken: this.names }
    const record = await retryWhileLocked(() => this.store.datasets.keep(content, kept))
    await this.discardUnkept(content)
    return record
  }

  /** Turns a table that an older version kept as text into numbers, where that has not been done yet. */
  async convert(name: string): Promise<void> {
    const underWay = this.conversions.get(name)
    if (underWay) return underWay
    const text = this.store.datasets.text(name)
    if (text === undefined) return
    const conversion = this.replaceText(name, text).finally(() => this.conversions.delete(name))
    this.conversions.set(name, conversion)
    return conversion
  }

  private async replaceText(name: string, text: string): Promise<void> {
    const file = await readTableFile(name, [Buffer.from(text)])
    const content = await this.filledWith(file)
    await retryWhileLocked(() => this.store.datasets.replaceText(name, content, file))
    await this.discardUnkept(content)
  }

  /** A new content with the numbers of a file, in turns with other work. */
  private async filledWith(file: TableFile): Promise<number> {
    const content = await retryWhileLocked(() => this.store.datasets.begin(this.session))
    try {
      await this.copy(file, content)
      return content
    } catch (error) {
      await discard(this.store, content)
      throw error
    }
  }

  private async copy(file: TableFile, content: number): Promise<void> {
    for (const [column, { numeric }] of file.columns.entries()) {
      if (!numeric) continue
      for (const [chunk, values] of [...file.pieces(column)].entries()) {
        const piece = { column, chunk, values: new Float64Array(values) }
        await retryWhileLocked(() => this.store.datasets.append(content, [piece]))
        await otherWork()
      }
    }
  }

  private async discardUnkept(content: number): Promise<void> {
    const left = this.store.datasets.begunBy([this.session])
    if (left.includes(content)) await discard(this.store, content)
  }

  private stored({ name, rows, columns, content, read }: StoredDataset): TableSource {
    const { datasets } = this.store
    return {
      rows,
      columns,
      read,
      *pieces(column) {
        if (content === null) throw new Fault('internal', `${name} is still kept as text`)
        for (let chunk = 0; ; chunk++) {
          const values = datasets.chunk(content, column, chunk)
          if (!values) return
          yield values
        }
      },
    }
  }
}
