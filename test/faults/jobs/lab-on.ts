import { join } from 'node:path'
import { openLab, type Lab } from '../../../src/main/lab/lab'

/** The lab of the windows, as it is built. */
export const labOn = (database: string): Promise<Lab> =>
  openLab({
    database,
    shell: 'browser',
    resources: join(import.meta.dirname, '../../resources'),
    worker: new URL('./worker.js', import.meta.url),
    reader: new URL('./reader.js', import.meta.url),
    parser: new URL('./parser.js', import.meta.url),
    threads: 1,
  })
