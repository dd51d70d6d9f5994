import { oneLine } from '@core/plain-text'
import { objectiveById } from '@core/objectives'
import type { PythonLines } from '@core/objectives/contract'
import type { RemadeRun } from '../contract'
import { dataLines } from './data'
import { missingFunctions, type Library } from './library'
import { returning } from './text'

/** An objective in a script: what the runs on it call. */
export interface Problem {
  readonly title: string
  readonly lines: readonly string[]
  readonly loss: string
  readonly gradient: string
  readonly hessian: string
  /** Names of what has an entry a row; of none there are no batches. */
  readonly rows: readonly string[]
  /** Whether its functions may be compiled. */
  readonly compiles: boolean
}

/** Two runs are on one problem where this is the same: the noise is the run's. */
export const problemKey = ({ objective }: RemadeRun): string =>
  JSON.stringify({ ...objective, sigma: undefined })

/** In a sentence: what is minimised. */
function titleOf({ objective }: RemadeRun): string {
  const kind = objectiveById(objective.id)
  const typed = objective.id === 'formula' ? `: ${String(objective.text)}` : ''
  return oneLine(`${kind?.label ?? objective.id}${typed}`)
}

/** The coordinates by their names. */
function unpacked({ names = [] }: PythonLines): readonly string[] {
  if (names.length === 0) return []
  return [names.length === 1 ? `${names[0]} = theta[0]` : `${names.join(', ')} = theta`]
}

/** An array of the entries that a list has; any other expression is one already. */
const arrayOf = (expression: string): string =>
  expression.startsWith('[') ? `np.array(${expression}, dtype=float)` : expression

interface Wanted {
  /** Ends all its names, so that several problems stand in one script. */
  readonly mark: string
  /** Whether a run on it asks for its Hessian. */
  readonly bends: boolean
}

export function problemOf(run: RemadeRun, library: Library, { mark, bends }: Wanted): Problem {
  const { objective, table } = run
  const kind = objectiveById(objective.id)
  if (!kind) throw new Error(`unknown objective ${objective.id}`)
  const code: PythonLines = kind.python(objective)
  const given = objective.data && table ? ['X', 'y'] : Object.keys(code.rows ?? {})
  const data =
    objective.data && table
      ? dataLines(objective.data, table, mark)
      : Object.entries(code.rows ?? {}).map(([name, made]) => `${name}${mark} = ${made}`)
  const own =
    library.id === 'numpy' ? [] : given.map((name) => `${name}${mark} = ${library.array(`${name}${mark}`)}`)
  const names = { loss: `loss_at${mark}`, gradient: `gradient_at${mark}`, hessian: `hessian_at${mark}` }
  const head = (name: string): string =>
    `${name}(theta${given.map((each) => `, ${each}=${each}${mark}`).join('')})`
  const body = (lines: readonly string[]): readonly string[] =>
    [...unpacked(code), ...lines].map(library.translated)
  const compiles = library.id === 'jax' && !code.branches
  const functions = [
    returning(head(names.loss), body(code.value), (line) => line),
    ...(library.differentiates
      ? derived(library, names, head, code, { compiles, bends })
      : [
          returning(head(names.gradient), body(code.gradient), arrayOf),
          ...(bends ? [returning(head(names.hessian), body(code.hessian), arrayOf)] : []),
        ]),
  ]
  const blocks = [[...data, ...own], ...functions].filter((block) => block.length > 0)
  const extra = missingFunctions(library, functions.flat())
  return {
    title: titleOf(run),
    lines: [...blocks.slice(0, -functions.length), ...extra, ...functions].flatMap((block, index) =>
      index === 0 ? block : ['', '', ...block],
    ),
    ...names,
    rows: given.map((name) => `${name}${mark}`),
    compiles,
  }
}

type Names = Pick<Problem, 'loss' | 'gradient' | 'hessian'>

/** Gradient and Hessian as the library takes them. */
function derived(
  { id }: Library,
  { loss, gradient, hessian }: Names,
  head: (name: string) => string,
  { factor }: PythonLines,
  { compiles, bends }: { readonly compiles: boolean; readonly bends: boolean },
): readonly (readonly string[])[] {
  const times = factor ? ` * (${factor})` : ''
  const call = head(loss).replace(/=\w+/g, '')
  if (id === 'pytorch') {
    return [
      [
        `def ${head(gradient)}:`,
        '    theta = theta.detach().requires_grad_()',
        `    return torch.autograd.grad(${call}, theta)[0]${times}`,
      ],
      ...(bends
        ? [
            [
              `def ${head(hessian)}:`,
              `    return torch.autograd.functional.hessian(lambda theta: ${call}, theta)${times}`,
            ],
          ]
        : []),
    ]
  }
  const compiled = (name: string): readonly string[] =>
    (compiles ? [`@jax.jit`] : []).concat(`def ${head(name)}:`)
  return [
    [...compiled(gradient), `    return jax.grad(lambda theta: ${call})(theta)${times}`],
    ...(bends
      ? [[...compiled(hessian), `    return jax.hessian(lambda theta: ${call})(theta)${times}`]]
      : []),
    ...(compiles ? [[`${loss} = jax.jit(${loss})`]] : []),
  ]
}
