import { RandomState } from '@core/data/random'
import { readTableFile } from '../../src/main/lab/tables/table-file'
import { documentOf } from './engine'
import { runInLab, withLab } from './lab'
import { timingOf } from './measure'
import type { Report } from './report'

const rows = 1_000_000
const imports = 3

/** A file as other programs write it: three columns of fifteen digits. */
function csvOf(seed: number): Buffer {
  const random = new RandomState(seed)
  const lines = ['a,b,y']
  for (let row = 0; row < rows; row++) {
    lines.push(`${random.normal()},${random.normal()},${random.normal()}`)
  }
  return Buffer.from(`${lines.join('\n')}\n`)
}

const regression = (path: string, batch: 'full' | number, iterations: number): object =>
  documentOf({
    objective: { id: 'linear-regression', data: { source: 'csv', path, x: ['a', 'b'], y: 'y' } },
    iterations,
    runs: [{ optimizer: 'gd', batch, hyper: { lr: 0.001 } }],
  })

/** A file of a million rows on its way into the lab, and the first runs on it. */
export async function importing(report: Report): Promise<void> {
  await withLab(async (lab) => {
    const seconds: number[] = []
    for (let seed = 0; seed < imports; seed++) {
      const file = csvOf(seed)
      const begun = performance.now()
      const name = `rows-${seed}.csv`
      await lab.addTable(name, await readTableFile(name, [file]))
      seconds.push((performance.now() - begun) / 1_000)
    }
    const timed = async (batch: 'full' | number): Promise<number> => {
      const begun = performance.now()
      await runInLab(lab, regression('rows-0.csv', batch, 1_000))
      return (performance.now() - begun) / 1_000
    }
    report.add('A file of a million rows, three columns', [
      { name: 'into the lab', ...timingOf(seconds) },
      { name: '1,000 iterations on all rows, data made ready', ...timingOf([await timed('full')]) },
      { name: '1,000 iterations on 32 rows, data ready', ...timingOf([await timed(32)]) },
    ])
  })
}
