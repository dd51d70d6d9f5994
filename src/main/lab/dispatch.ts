import { issuesFrom } from '@core/issues'
import { contract, type CallName, type CallResult, type LabHandlers } from '../contract'
import { Fault, invalid } from '../faults'

const isCallName = (name: unknown): name is CallName =>
  typeof name === 'string' && Object.hasOwn(contract, name)

const failure = ({ kind, message, issues }: Fault): CallResult => ({
  ok: false,
  error: { kind, message, issues },
})

/**
 * Answers one call from any shell: known name, input parsed with the contract's schema,
 * errors turned into what crosses a shell. Never rejects.
 */
export async function dispatch(handlers: LabHandlers, name: unknown, input: unknown): Promise<CallResult> {
  if (!isCallName(name)) return failure(new Fault('missing', `the lab has no call ${JSON.stringify(name)}`))
  const parsed = contract[name].input.safeParse(input ?? {}, { reportInput: true })
  if (!parsed.success) return failure(invalid(issuesFrom(parsed.error.issues)))
  try {
    // One handler takes the input that its own schema has parsed; TypeScript can't follow the pair.
    const handler = handlers[name] as (input: unknown) => unknown
    return { ok: true, value: await handler(parsed.data) }
  } catch (error) {
    if (error instanceof Fault) return failure(error)
    const message = error instanceof Error ? error.message : String(error)
    return failure(new Fault('internal', `${name} failed: ${message}`))
  }
}
