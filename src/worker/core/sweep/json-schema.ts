import { experimentJsonSchema } from '../experiment'
import { z } from '../zod'
import { optionsSchema } from './options'
import { isRecord, rangeSchema } from './ranges'

type Json = Readonly<Record<string, unknown>>

const mapped = (record: unknown, change: (value: unknown, key: string) => unknown): unknown =>
  isRecord(record)
    ? Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))
    : record

/** A setting whose value may be a range. */
const ranged = (setting: unknown): unknown => ({ anyOf: [setting, { $ref: '#/$defs/range' }] })

/** Every setting in a schema of an object, but these. */
const withRanges = (schema: unknown, but: readonly string[] = []): unknown =>
  mapped(schema, (part, key) =>
    key === 'properties' ? mapped(part, (value, name) => (but.includes(name) ? value : ranged(value))) : part,
  )

/** A run's schema, or what it is put together from. */
function runs(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(runs)
  return mapped(schema, (part, key) => {
    if (key !== 'properties') return ['oneOf', 'items'].includes(key) ? runs(part) : part
    return mapped(part, (value, name) => {
      if (name === 'batch') return ranged(value)
      return name === 'hyper' ? withRanges(value) : value
    })
  })
}

function schedules(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(schedules)
  return mapped(schema, (part) => (Array.isArray(part) ? part.map((each) => withRanges(each, ['id'])) : part))
}

/** Without what it says of itself as a document. */
function part(schema: z.ZodType): unknown {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  void $schema
  return rest
}

/** The JSON Schema of a sweep's file: an experiment's, in which settings may be ranges, with a field `sweep`. */
export function sweepJsonSchema(): unknown {
  const whole = experimentJsonSchema() as Json
  const definitions = whole.$defs as Json
  const properties = whole.properties as Json
  return {
    ...whole,
    title: 'Descent Lab sweep',
    properties: { ...properties, runs: runs(properties.runs), sweep: part(optionsSchema) },
    required: [...(whole.required as readonly string[]), 'sweep'],
    $defs: { ...definitions, schedule: schedules(definitions.schedule), range: part(rangeSchema) },
  }
}
