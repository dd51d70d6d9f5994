import type { RunToWrite } from '../contract'
import type { Library } from './library'
import { introduction, sectionsOf } from './script'

/** Of nbformat 4.5: every cell has an id of its own. */
type Cell =
  | {
      readonly cell_type: 'markdown'
      readonly id: string
      readonly metadata: object
      readonly source: readonly string[]
    }
  | {
      readonly cell_type: 'code'
      readonly id: string
      readonly metadata: object
      readonly execution_count: null
      readonly outputs: readonly never[]
      readonly source: readonly string[]
    }

/** Lines as notebooks have them: each but the last with its end. */
const sourceOf = (lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => (index + 1 < lines.length ? `${line}\n` : line))

/** What Markdown would take for more than letters. */
const plainly = (text: string): string => text.replace(/[\\`*_{}[\]<>()#+!|~$&-]/g, '\\$&')

const markdown = (id: string, lines: readonly string[]): Cell => ({
  cell_type: 'markdown',
  id,
  metadata: {},
  source: sourceOf(lines),
})

const code = (id: string, lines: readonly string[]): Cell => ({
  cell_type: 'code',
  id,
  metadata: {},
  execution_count: null,
  outputs: [],
  source: sourceOf(lines),
})

const picture: readonly string[] = [
  'try:',
  '    import matplotlib.pyplot as plt',
  'except ImportError:',
  '    print("The picture needs matplotlib.")',
  'else:',
  '    figure, axes = plt.subplots(figsize=(8, 5))',
  '    for run in RUNS:',
  '        axes.plot(run["iterations"], run["found"], label=run["label"])',
  '    if all(np.all(run["found"] > 0) for run in RUNS):',
  '        axes.set_yscale("log")',
  '    axes.set_xlabel("iteration")',
  '    axes.set_ylabel("loss")',
  '    axes.legend()',
  '    plt.show()',
]

/** A notebook that makes runs again, piece by piece. */
export function* notebookOf(runs: readonly RunToWrite[], library: Library): Generator<string> {
  const head = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
  }
  yield `${JSON.stringify(head, undefined, 1).slice(0, -2)},\n "cells": [\n`
  yield JSON.stringify(
    markdown('introduction', ['# Descent Lab', '', ...introduction(runs, library)]),
    undefined,
    1,
  )
  let count = 0
  for (const section of sectionsOf(runs, library)) {
    if (!section) {
      yield ''
      continue
    }
    const { title, says = [], lines } = section
    count += 1
    const words = [`## ${plainly(title)}`, ...says.flatMap((line) => ['', plainly(line)])]
    for (const cell of [markdown(`words-${count}`, words), code(`code-${count}`, lines)]) {
      yield `,\n${JSON.stringify(cell, undefined, 1)}`
    }
  }
  for (const cell of [code('compare', ['main()']), code('picture', picture)]) {
    yield `,\n${JSON.stringify(cell, undefined, 1)}`
  }
  yield '\n ]\n}\n'
}
