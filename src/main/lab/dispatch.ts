import { issuesFrom, valueText } from '@core/issues'
import { contract, type CallName, type CallResult, type LabHandlers } from '../contract'
import { Fault, invalid } from '../faults'

const isCallName = (name: unknown): name is CallName =>
  typeof name === 'string' && Object.hasOwn(contract, name)

/** What went wrong, for whoever called; nothing of the lab but a sentence goes out. */
export function failure(name: unknown, error: unknown): CallResult {
  const detail = error instanceof Error ? error.message : String(error)
  const { kind, message, issues, remedies } =
    error instanceof Fault ? error : new Fault('internal', `${valueText(name)} failed: ${detail}`)
  return { ok: false, error: { kind, message, issues, ...(remedies.length > 0 ? { remedies } : {}) } }
}

function answer(handlers: LabHandlers, name: unknown, input: unknown): unknown {
  if (!isCallName(name)) throw new Fault('missing', `the lab has no call ${valueText(name)}`)
  const parsed = contract[name].input.safeParse(input ?? {}, { reportInput: true })
  if (!parsed.success) throw invalid(issuesFrom(parsed.error.issues))
  // One handler takes the input that its own schema has parsed; TypeScript can't follow the pair.
  const handler = handlers[name] as (input: unknown) => unknown
  return handler(parsed.data)
}

/**
 * Answers one call from any shell: known name, input parsed with the contract's schema,
 * errors turned into what crosses a shell. Never rejects.
 */
export async function dispatch(handlers: LabHandlers, name: unknown, input: unknown): Promise<CallResult> {
  try {
    return { ok: true, value: await answer(handlers, name, input) }
  } catch (error) {
    return failure(name, error)
  }
}
