import { formulaLimits } from '../formula/limits'
import { finite } from '../lists'
import { z } from '../zod'

/** A rule comes from anywhere; what is larger is refused in a sentence before anybody works on it. */
export const ruleLimits = {
  characters: formulaLimits.characters,
  lines: 64,
  hyper: 32,
} as const

const name = z.string().min(1).max(40)

/** Any number where nothing is said; the learning rate is above 0 in any case. */
const range = z.strictObject({ default: finite, min: finite.optional(), max: finite.optional() })

export const ruleSchema = z
  .strictObject({
    text: z.string().meta({
      description:
        'Lines such as m = b m + (1 - b) g; x = x - lr m. x: the parameters, g: the gradient, t: the update, from 1.',
    }),
    state: z
      .record(name, z.union([finite, name]))
      .default({})
      .meta({
        description: 'What a state variable begins with: a number, or a hyper-parameter. Left out: 0.',
      }),
    hyper: z
      .record(name, z.union([finite, range]))
      .default({})
      .meta({
        description: 'Hyper-parameters of the text: each its default, or { default, min, max }.',
      }),
  })
  .meta({ id: 'rule' })

/** An update rule that somebody has typed, as in the file. */
export type RuleSpec = z.infer<typeof ruleSchema>

type RuleHyper = RuleSpec['hyper'][string]

export const defaultOf = (hyper: RuleHyper): number => (typeof hyper === 'number' ? hyper : hyper.default)
export const rangeOf = (hyper: RuleHyper): { readonly min?: number; readonly max?: number } =>
  typeof hyper === 'number' ? {} : { min: hyper.min, max: hyper.max }
