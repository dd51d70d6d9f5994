import fc from 'fast-check'
import { z } from '@core/zod'
import { contract, type CallName, type CallResult } from '../../../src/main/contract'
import { documents } from '../../support/arbitraries'
import type { Dice } from '../dice'
import { say } from '../words'
import { fromSchema, wild, type Schema } from './hostile'
import { LabUnderFire } from './under-fire'

const names = Object.keys(contract) as CallName[]
const kinds = ['invalid', 'missing', 'conflict', 'limit', 'internal']
/** More than a sentence or two is somebody's input echoed, or a stack. */
const longestMessage = 2_000

/** An input of a call as its schema has it, wrong here and there. */
const inputOf = (name: CallName): fc.Arbitrary<unknown> => {
  const schema = z.toJSONSchema(contract[name].input, { unrepresentable: 'any' }) as Schema
  const near = fromSchema(schema, (key) => (key === 'experiment' ? fc.oneof(documents, wild) : undefined))
  return fc.oneof({ weight: 9, arbitrary: near }, { weight: 1, arbitrary: wild })
}

const calls = fc.constantFrom(...names).chain((name) => fc.tuple(fc.constant<string>(name), inputOf(name)))
const anything = fc.tuple(fc.string(), wild)

/** What is wrong with an answer; undefined where a person can do something with it. */
function faultIn(result: CallResult): string | undefined {
  if (result.ok) return undefined
  const { kind, message } = result.error
  if (!kinds.includes(kind)) return `an answer of the kind ${kind}`
  if (/^"[\w.]+" failed: /.test(message)) return `an error nobody has thought of: ${message}`
  if (/\n\s+at |node:internal|\.js:\d+/.test(message)) return `a stack: ${message}`
  if (message.length > longestMessage) return `a message of ${message.length} characters`
  return undefined
}

/** Calls the lab with whatever its contract forbids, until the process is ended. */
export async function payloads(file: string, dice: Dice): Promise<void> {
  const lab = await LabUnderFire.open(file)
  say({ points: [] })
  for (;;) {
    const batch = fc.sample(fc.oneof({ weight: 30, arbitrary: calls }, anything), {
      numRuns: 100,
      seed: dice.below(2 ** 31),
    })
    for (const [name, input] of batch) {
      const result = await lab.answer(name, input)
      const fault = result ? faultIn(result) : 'no answer'
      if (fault !== undefined) say({ unclear: `${name} ${textOf(input)}: ${fault}`.slice(0, 2_000) })
    }
    await lab.calm()
    say({ answers: batch.length })
  }
}

function textOf(input: unknown): string {
  try {
    return fc.stringify(input)
  } catch {
    return typeof input
  }
}
