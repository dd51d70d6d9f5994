import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DatasetPreview, DatasetRecord } from '../contract'
import type { Store } from '../store'
import { columnsOf, previewOf, readCsv, type CsvText } from './csv'
import { Fault, invalid } from '../faults'
import type { Locate } from './tables'

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

/** The text of a shipped table; undefined for any other name. */
export function shippedText(resources: string, name: string): string | undefined {
  if (!Object.hasOwn(shipped, name)) return undefined
  return readFileSync(join(resources, 'datasets', name), 'utf8')
}

function read(text: string, name: string): CsvText {
  const csv = readCsv(text, name)
  if (!csv.ok) throw invalid(csv.issues)
  return csv.value
}

/** Shipped and imported tables, each under a name of its own. */
export class Datasets {
  private readonly shipped: readonly DatasetRecord[]

  constructor(
    private readonly store: Store,
    private readonly resources: string,
  ) {
    this.shipped = Object.entries(shipped).map(([name, about]) => {
      const csv = read(this.locate(name) ?? '', name)
      return { name, origin: 'shipped', rows: csv.rows.length, columns: columnsOf(csv), about }
    })
  }

  readonly locate: Locate = (name) => this.store.datasets.text(name) ?? shippedText(this.resources, name)

  isShipped(name: string): boolean {
    return this.shipped.some((each) => each.name === name)
  }

  list(): readonly DatasetRecord[] {
    return [...this.shipped, ...this.store.datasets.list()]
  }

  preview(text: string): DatasetPreview {
    return previewOf(read(text, 'the file'))
  }

  /** Keeps a table under its name, or under a numbered one where the name means another table already. */
  import(name: string, text: string): DatasetRecord {
    const csv = read(text, name)
    const columns = columnsOf(csv)
    if (!columns.some(({ numeric }) => numeric)) {
      throw new Fault('invalid', `${name} has no column of numbers`)
    }
    const known = this.shipped.find((each) => shippedText(this.resources, each.name) === text)
    if (known) return known
    const sha256 = createHash('sha256').update(text).digest('hex')
    const taken = this.shipped.map((each) => each.name)
    return this.store.datasets.import({ name, text, sha256, rows: csv.rows.length, columns, taken })
  }
}
