import { describe, expect, test } from 'vitest'
import type { Experiment } from '@core/experiment'
import { issueText } from '@core/issues'
import { readExperiment, writeExperiment } from '../../../src/main/lab/experiment-file'
import { tableOf } from '../../../src/main/lab/tables'
import { documentWith, experimentWith } from '../../support/experiments'

function read(text: string): Experiment {
  const experiment = readExperiment(text)
  if (!experiment.ok) throw new Error(experiment.issues.map(issueText).join('; '))
  return experiment.value
}

function faults(text: string): readonly string[] {
  const experiment = readExperiment(text)
  return experiment.ok ? [] : experiment.issues.map(issueText)
}

/** A valid file with some of its text replaced. */
const fileWith = (what: string, by: string): string =>
  JSON.stringify(documentWith({ start: [0.7] }), undefined, 2).replace(what, by)

describe('readExperiment', () => {
  test('reads a file, with a byte order mark too', () => {
    const text = JSON.stringify(documentWith({ start: [0.7] }))
    expect(read(text)).toEqual(experimentWith({ start: [0.7] }))
    expect(read(`\uFEFF${text}`)).toEqual(experimentWith({ start: [0.7] }))
  })

  test.each([
    ['NaN in the start', fileWith('0.7', 'NaN'), 'start[0]: NaN is not JSON (line 14, column 5)'],
    [
      '-Infinity in the start',
      fileWith('0.7', '-Infinity'),
      'start[0]: -Infinity is not JSON (line 14, column 5)',
    ],
    ['1e999 in the start', fileWith('0.7', '1e999'), 'start[0]: must be a finite number, got Infinity'],
    ['-1e999 in the start', fileWith('0.7', '-1e999'), 'start[0]: must be a finite number, got -Infinity'],
    ['a number without its zero', fileWith('0.7', '.7'), 'start[0]: .7 is not JSON (line 14, column 5)'],
    [
      'a comma too many',
      fileWith('0.7', '0.7,'),
      'start[1]: a value must come here, not ] (line 15, column 3)',
    ],
    [
      'a comma too few',
      fileWith('0.7', '0.7 0.8'),
      'start[0]: a comma must come here, not 0.8 (line 14, column 9)',
    ],
    ['a comment', fileWith('{', '{ // mine'), '// is not JSON (line 1, column 3)'],
    ['a name without quotes', fileWith('"name"', 'name'), 'name is not JSON (line 3, column 3)'],
    [
      'an end too early',
      '{"iterations": 100',
      'iterations: a closing brace must come here, not the end (line 1, column 19)',
    ],
    [
      'something behind the end',
      `${fileWith('', '')}{}`,
      'the end of the file must come here, not { (line 16, column 2)',
    ],
    ['nothing', '', 'a value must come here, not the end (line 1, column 1)'],
    ['another format altogether', '<html></html>', '<html></html> is not JSON (line 1, column 1)'],
    ['brackets without end', '['.repeat(100_000), 'the file is not JSON'],
    ['a list', '[]', 'an experiment must be an object, got a list'],
    [
      'a fault of the experiment',
      fileWith('"iterations": 100', '"iterations": 0'),
      'iterations: must be >= 1, got 0',
    ],
  ])('refuses %s', (_, text, fault) => {
    expect(faults(text)).toEqual([fault])
  })
})

describe('writeExperiment', () => {
  const files: Readonly<Record<string, string>> = {
    'mine.csv': 'a,b\n1,2\n3,4.5\n',
    'faithful.csv': 'a,b\n1,2\n3,4\n',
  }
  const locate = (path: string): string | undefined => files[path]
  const shipped = (name: string): boolean => name === 'faithful.csv'
  const onFile = (path: string, standardize = false): Experiment =>
    experimentWith({
      objective: { id: 'linear-regression', data: { source: 'csv', path, x: ['a'], y: 'b', standardize } },
    })

  test('writes what it reads', () => {
    const experiment = experimentWith({
      start: [0.1],
      runs: [{ optimizer: 'adam', schedule: { id: 'step' } }],
    })
    const text = writeExperiment(experiment, locate, shipped)
    expect(read(text)).toEqual(experiment)
    expect(text.endsWith('}\n')).toBe(true)
  })

  test('leaves a shipped table a name', () => {
    const experiment = onFile('faithful.csv')
    expect(read(writeExperiment(experiment, locate, shipped))).toEqual(experiment)
  })

  test.each([false, true])(
    'writes imported data into the file: the same table (standardised: %s)',
    (standardize) => {
      const experiment = onFile('mine.csv', standardize)
      const alone = read(writeExperiment(experiment, locate, shipped))
      const { data } = alone.objective
      expect(data).toEqual({ source: 'inline', x: [[1], [3]], y: [2, 4.5], standardize })
      expect({ ...alone, objective: undefined }).toEqual({ ...experiment, objective: undefined })
      const numbers = [experiment, alone].map(({ objective }) => {
        const table = objective.data && tableOf(objective.data, locate)
        return table?.ok ? [table.value.features, table.value.target] : []
      })
      expect(numbers[1]).toEqual(numbers[0])
      expect(numbers[1]).toHaveLength(2)
    },
  )

  test('keeps the name of a table that is gone', () => {
    const experiment = onFile('lost.csv')
    expect(read(writeExperiment(experiment, locate, shipped))).toEqual(experiment)
  })
})
