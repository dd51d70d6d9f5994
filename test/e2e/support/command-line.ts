import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './shells'

/** What the command line writes for an experiment file: the other way to the same numbers. */
export function runOnCommandLine(experiment: string): { readonly curves: string; readonly runs: string } {
  const folder = mkdtempSync(join(tmpdir(), 'descent-lab-cli-'))
  try {
    const file = join(folder, 'experiment.json')
    writeFileSync(file, experiment)
    const words = [join(root, 'out/main/cli.js'), 'run', file, '--out', folder, '--quiet']
    execFileSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
    const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
    return { curves: text('curves.csv'), runs: text('runs.csv') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The rows of a curves file by run, from 1: each point's numbers by the name of their column. */
export function curvesIn(csv: string): ReadonlyMap<number, readonly Readonly<Record<string, number>>[]> {
  const [head, ...lines] = csv.trimEnd().split('\n')
  const names = head.split(',')
  const runs = new Map<number, Record<string, number>[]>()
  for (const line of lines) {
    const cells = line.split(',').map(Number)
    const point = Object.fromEntries(names.map((name, index) => [name, cells[index]]))
    runs.set(point.run, [...(runs.get(point.run) ?? []), point])
  }
  return runs
}

/** The app's file of curves as the command line writes it, which leaves the labels to its `runs.csv`. */
export const withoutLabels = (csv: string): string => csv.replaceAll(/,[^,\n]+$/gm, '')
