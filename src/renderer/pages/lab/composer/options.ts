import { z } from '@core/zod'
import type { ObjectiveKind } from '@core/objectives/contract'

interface Named {
  readonly name: string
  readonly title: string
  readonly description: string
}

/** A field of the form for an objective's own options. */
export type OptionField = Named &
  (
    | { readonly kind: 'choice'; readonly values: readonly string[] }
    | { readonly kind: 'flag' }
    | { readonly kind: 'number'; readonly integer: boolean; readonly min?: number; readonly max?: number }
    | { readonly kind: 'numbers' }
  )

/** The part of JSON Schema that options are written in. */
const property = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
})
const schema = z.object({ properties: z.record(z.string(), property).default({}) })

const words = (name: string): string => {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('-', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase()
}

/** `as-printed` as a person would write it. */
export const choiceLabel = words

function fieldOf(name: string, found: z.infer<typeof property>): OptionField[] {
  const named = { name, title: found.title ?? words(name), description: found.description ?? '' }
  if (found.enum) return [{ ...named, kind: 'choice', values: found.enum }]
  switch (found.type) {
    case 'boolean':
      return [{ ...named, kind: 'flag' }]
    case 'integer':
    case 'number':
      return [
        {
          ...named,
          kind: 'number',
          integer: found.type === 'integer',
          min: found.minimum,
          max: found.maximum,
        },
      ]
    case 'array':
      return [{ ...named, kind: 'numbers' }]
    default:
      return []
  }
}

/** The form that an objective's options describe. */
export function optionFields(kind: ObjectiveKind): readonly OptionField[] {
  const { properties } = schema.parse(z.toJSONSchema(kind.options, { io: 'input' }))
  return Object.entries(properties).flatMap(([name, found]) => fieldOf(name, found))
}
