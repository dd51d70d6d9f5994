import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { openLab, type Lab, type LabOptions } from '../../src/main/lab/lab'

/** The project's root: benchmarks are called from there. */
export const root = resolve('.')
export const peers = join(root, 'test/bench/peers')

/** A lab on a database of its own, as the app opens one; gone when the work is done. */
export async function withLab<T>(
  work: (lab: Lab) => Promise<T>,
  options: Partial<LabOptions> = {},
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'descent-lab-bench-'))
  const lab = await openLab({
    database: join(folder, 'lab.sqlite'),
    shell: 'command line',
    resources: join(root, 'resources'),
    worker: new URL('./worker.js', import.meta.url),
    reader: new URL('./reader.js', import.meta.url),
    ...options,
  })
  try {
    return await work(lab)
  } finally {
    await lab.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * From the experiment's arrival to its last curve committed.
 * @param pause between two looks whether all is done; by default as short as can be, which keeps a processor busy
 * @returns the runs' numbers
 */
export async function runInLab(
  lab: Lab,
  experiment: unknown,
  pause: () => Promise<unknown> = setImmediate,
): Promise<readonly number[]> {
  const started = await lab.handlers['runs.start']({ experiment, paused: false })
  while (lab.busy()) await pause()
  return started.map(({ id }) => id)
}
