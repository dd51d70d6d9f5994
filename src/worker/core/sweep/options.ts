import { seed } from '../data/source'
import { randomStart } from '../experiment'
import { limits } from '../limits'
import { finite, list } from '../lists'
import { z } from '../zod'

export const sweepLimits = {
  /** Of one sweep. */
  runs: 1_000_000,
  trials: 100_000,
  seeds: 10_000,
  problems: 100,
  targets: 16,
} as const

/** The field `sweep` of an experiment file. */
export const optionsSchema = z.strictObject({
  design: z.enum(['grid', 'random', 'sobol']).default('grid'),
  trials: z.int().min(1).max(sweepLimits.trials).optional(),
  seed: seed.default(0),
  seeds: z.int().min(1).max(sweepLimits.seeds).default(1),
  keep: z.enum(['values', 'curves']).default('values'),
  targets: list(finite.gt(0).lt(1), 0, sweepLimits.targets).default([1e-2, 1e-4, 1e-6]),
  reference: finite.optional().meta({
    description: 'The loss that targets are above where the lowest value of the problem is not known.',
  }),
  problems: list(
    z.strictObject({
      objective: z.looseObject({ id: z.string().max(200) }),
      start: z.union([z.literal(randomStart), list(finite, 1, limits.parameters)]).optional(),
      label: z.string().min(1).max(200).optional(),
      reference: finite.optional(),
    }),
    0,
    sweepLimits.problems,
  ).default([]),
  tournament: z
    .strictObject({
      tune: z.enum(['problem', 'suite']).default('problem'),
      tuningSeeds: z.int().min(0).max(sweepLimits.seeds),
      budget: z.strictObject({
        of: z.enum(['updates', 'evaluations', 'milliseconds']),
        most: finite.gt(0),
      }),
    })
    .optional(),
})
