import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Table } from '@core/objectives/contract'

/** Programs of the machine: undefined where it does not have them. */
const python = ['python3', 'python', '/usr/bin/python3'].map((name) => process.env.PYTHON ?? name)
const compiler = ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0)

/** A Python that can import the module. */
const pythonWith = (module: string): string | undefined =>
  python.find((name) => spawnSync(name, ['-c', `import ${module}`]).status === 0)

/** One thread each, as everybody else here has. */
const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }

/** Seconds of each repetition; undefined where the machine lacks the module. */
export function inPython(
  module: string,
  script: string,
  words: readonly (string | number)[],
): readonly number[] | undefined {
  const name = pythonWith(module)
  if (name === undefined) return undefined
  const text = execFileSync(name, [script, ...words.map(String)], { env, encoding: 'utf8' })
  return JSON.parse(text) as readonly number[]
}

/** Gives a program its words and its input. @returns seconds of each repetition */
type Program = (words: readonly number[], input?: string) => readonly number[]

/** A program in C, compiled on the spot; undefined where there is no compiler. */
export function compiled(source: string, ...flags: readonly string[]): Program | undefined {
  if (compiler === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'descent-lab-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const program = join(folder, 'program')
  execFileSync(compiler, [source, ...flags, '-o', program])
  return (words, input = '') => {
    const text = execFileSync(program, words.map(String), {
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    return JSON.parse(text) as readonly number[]
  }
}

/** Rows of x and y, as the program of the chapter reads them. */
export const rowsOf = ({ features: [x], target: y }: Table): string =>
  Array.from(x, (value, row) => `${value} ${y[row]}\n`).join('')
