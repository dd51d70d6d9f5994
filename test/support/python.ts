import { spawnSync } from 'node:child_process'

const names = process.env.PYTHON === undefined ? ['python3', 'python'] : [process.env.PYTHON]

/** A Python that can import the module, or undefined where this machine has none. */
export const pythonWith = (module: string): string | undefined =>
  names.find((name) => spawnSync(name, ['-c', `import ${module}`]).status === 0)

/** What a script prints, read as JSON. */
export function inPython(python: string, script: string, ...words: readonly string[]): unknown {
  const { status, stdout, stderr } = spawnSync(python, ['-c', script, ...words], {
    encoding: 'utf8',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', OMP_NUM_THREADS: '1' },
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}
