import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { experimentJsonSchema, parseExperiment, serialiseExperiment } from '@core/experiment'
import { issueText } from '@core/issues'
import { documents } from '../support/arbitraries'
import { experimentWith, documentWith } from '../support/experiments'

function parsed(document: unknown) {
  const result = parseExperiment(document)
  if (!result.ok) throw new Error(result.issues.map(issueText).join('; '))
  return result.value
}

describe('the experiment file', () => {
  test('reads back what it wrote, whatever the experiment', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const experiment = parsed(document)
        const text = serialiseExperiment(experiment)
        const again = parsed(JSON.parse(text))
        expect(again).toEqual(experiment)
        expect(serialiseExperiment(again)).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  test('leaves the document it was given alone', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const before = structuredClone(document)
        parsed(document)
        expect(document).toEqual(before)
      }),
      { numRuns: 50 },
    )
  })

  test('fills in every default but the start', () => {
    expect(experimentWith({ seed: 7, runs: [{ optimizer: 'momentum' }] })).toEqual({
      ...documentWith(),
      seed: 7,
      runs: [
        {
          optimizer: 'momentum',
          dialect: 'chapter',
          batch: 'full',
          sampling: 'shuffle',
          seed: 7,
          label: 'Momentum',
          schedule: { id: 'constant', warmup: 0 },
          hyper: { lr: 0.01, gamma: 0.9 },
        },
      ],
      stop: { patience: 5 },
    })
  })

  test('names runs as the field does', () => {
    const objective = { id: 'linear-regression', data: { source: 'normal', rows: 500 } }
    const runs = [
      { optimizer: 'gd' },
      { optimizer: 'gd', batch: 1 },
      { optimizer: 'gd', batch: 50 },
      { optimizer: 'gd', batch: 50, label: 'mine' },
      { optimizer: 'adam' },
      { optimizer: 'adam', dialect: 'pytorch', batch: 50 },
    ]
    expect(experimentWith({ objective, runs }).runs.map(({ label }) => label)).toEqual([
      'GD',
      'SGD',
      'Mini-batch GD (50)',
      'mine',
      'Adam',
      'Adam pytorch (batch 50)',
    ])
  })

  test('takes the example of the format, word for word', () => {
    const example = {
      format: 'descent-lab/experiment@1',
      name: 'GD, SGD and mini-batch on Old Faithful',
      objective: {
        id: 'linear-regression',
        data: { source: 'csv', path: 'faithful.csv', x: ['eruptions'], y: 'waiting', standardize: true },
      },
      start: [0, 0],
      iterations: 2000,
      seed: 0,
      runs: [
        { optimizer: 'gd', batch: 'full', hyper: { lr: 0.05 } },
        { optimizer: 'gd', batch: 1, hyper: { lr: 0.01 }, label: 'SGD' },
        { optimizer: 'adam', dialect: 'pytorch', batch: 50, hyper: { lr: 0.05 }, seed: 3 },
      ],
      stop: { gradientNorm: 1e-9, parameterChange: 1e-9, patience: 5, divergeAbove: 1e12 },
    }
    const { runs } = parsed(example)
    expect(runs.map(({ seed }) => seed)).toEqual([0, 0, 3])
    expect(runs[2].hyper).toEqual({
      lr: 0.05,
      beta1: 0.9,
      beta2: 0.999,
      eps: 1e-8,
      weightDecay: 0,
      decoupled: false,
    })
  })

  test('has no -0, which JSON could not keep', () => {
    const { start } = experimentWith({ start: [-0] })
    expect(start).toEqual([0])
  })
})

describe('resources/experiment.schema.json', () => {
  const file = resolve(import.meta.dirname, '../../resources/experiment.schema.json')

  test('is the schema in the code (vitest -u writes it anew)', async () => {
    await expect(`${JSON.stringify(experimentJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot(file)
  })

  const editor = z.fromJSONSchema(JSON.parse(readFileSync(file, 'utf8')))

  test('lets an editor take every valid experiment', () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(editor.safeParse(document).error).toBeUndefined()
      }),
    )
  })

  test.each([
    ['a learning rate of 0', { runs: [{ optimizer: 'gd', hyper: { lr: 0 } }] }],
    ['an unknown key', { colour: 'red' }],
    ['an unknown optimizer', { runs: [{ optimizer: 'adamm' }] }],
    ['too many iterations', { iterations: 1e12 }],
    ['a start by another word', { start: 'anywhere' }],
  ])('lets an editor refuse %s', (_, changes) => {
    expect(editor.safeParse(documentWith(changes)).success).toBe(false)
  })
})
