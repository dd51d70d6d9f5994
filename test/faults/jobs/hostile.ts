import fc from 'fast-check'

/** As much of a JSON schema as those of the contract say. */
export interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly minItems?: number
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
}

function circular(): unknown {
  const self: Record<string, unknown> = { format: 'descent-lab/experiment@1' }
  self.runs = [self]
  return self
}

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { runs: value }
  return value
}

const specials: readonly unknown[] = [
  null,
  undefined,
  NaN,
  Infinity,
  -Infinity,
  -0,
  2 ** 53,
  -1,
  0.5,
  1e308,
  '',
  '\u0000',
  '__proto__',
  '../../../etc/passwd',
  '=cmd|x',
  '\u202e\ud800',
  'x'.repeat(100_000),
  JSON.parse('{"__proto__": {"run": 1}, "constructor": 1}'),
  new Array(100_000).fill(1),
  new Uint8Array(3),
  new Uint8Array(5 * 2 ** 20),
  new Map([[1, 2]]),
  new Date(NaN),
  10n,
  nested(5_000),
]

/** Whatever a window can send, that nobody would. */
export const wild: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...specials),
  fc.constant(null).map(circular),
  fc.anything({
    withTypedArray: true,
    withMap: true,
    withBigInt: true,
    withDate: true,
    withSparseArray: true,
  }),
)

/** Numbers at the edges of what is allowed, and the first few. */
const numbers = ({ type, minimum = -1e6, maximum = 1e6 }: Schema): fc.Arbitrary<number> => {
  const edges = [minimum, minimum - 1, minimum + 1, maximum, maximum + 1]
  const few = fc.integer({ min: 0, max: 20 })
  return fc.oneof(few, fc.constantFrom(...edges), type === 'integer' ? few : fc.double())
}

/**
 * Inputs that are nearly as the schema has them: each part is now and then something else, or left out.
 * @param known what stands under a key that the schema says nothing of
 */
export function fromSchema(
  root: Schema,
  known: (key: string) => fc.Arbitrary<unknown> | undefined,
): fc.Arbitrary<unknown> {
  const defined = (name: string): Schema => root.$defs?.[name.replace('#/$defs/', '')] ?? {}

  function right(schema: Schema): fc.Arbitrary<unknown> {
    if (schema.$ref !== undefined) return right(defined(schema.$ref))
    const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
    if (choices) return fc.oneof(...choices.map(nearly))
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if ('const' in schema) return fc.constant(schema.const)
    switch (schema.type) {
      case 'object':
        return fc.record(
          Object.fromEntries(
            Object.entries(schema.properties ?? {}).map(([key, value]) => [key, known(key) ?? nearly(value)]),
          ),
          { requiredKeys: [] },
        )
      case 'array':
        return fc.array(nearly(schema.items ?? {}), { maxLength: (schema.minItems ?? 0) + 4 })
      case 'string':
        return fc.oneof(fc.string(), fc.constantFrom('loss', 'theta_0', 'faithful.csv', 'eruptions', '{}'))
      case 'integer':
      case 'number':
        return numbers(schema)
      case 'boolean':
        return fc.boolean()
      default:
        return fc.oneof(fc.uint8Array(), wild)
    }
  }

  const nearly = (schema: Schema): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 15, arbitrary: right(schema) }, { weight: 1, arbitrary: wild })

  return right(root)
}
