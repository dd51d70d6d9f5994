import type {
  CallArguments,
  CallError,
  CallName,
  CallOutput,
  EventName,
  LabBridge,
  LabEvents,
} from '../../../../src/main/contract'

type Answers = { readonly [Name in CallName]?: (input: CallArguments<Name>) => CallOutput<Name> }

export interface LabDouble extends LabBridge {
  /** Calls received, with what they brought. */
  readonly calls: { readonly name: CallName; readonly input: unknown }[]
  /** Replaces an answer; a thrown `CallError` is handed to the caller. */
  answer<Name extends CallName>(name: Name, how: (input: CallArguments<Name>) => CallOutput<Name>): void
  tell<Name extends EventName>(name: Name, payload: LabEvents[Name]): void
}

export const refusal = (message: string, issues: CallError['issues'] = []): CallError => ({
  kind: 'invalid',
  message,
  issues,
})

const isRefusal = (error: unknown): error is CallError =>
  typeof error === 'object' && error !== null && 'kind' in error

/** The bridge of a lab that answers as told, put where the desktop shell would put its own. */
export function standInLab(answers: Answers): LabDouble {
  const known = new Map<CallName, (input: never) => unknown>(Object.entries(answers) as [CallName, never][])
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const calls: { name: CallName; input: unknown }[] = []
  const double: LabDouble = {
    calls,
    answer: (name, how) => void known.set(name, how),
    tell: (name, payload) => listeners.get(name)?.forEach((listener) => listener(payload as never)),
    async call(name, input) {
      calls.push({ name, input })
      const how = known.get(name)
      if (!how) return { ok: false, error: refusal(`nobody answers ${name}`) }
      try {
        return { ok: true, value: how(input as never) }
      } catch (error) {
        if (!isRefusal(error)) throw error
        return { ok: false, error }
      }
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => void set.delete(listener)
    },
  }
  Object.defineProperty(window, 'lab', { value: double, configurable: true })
  return double
}
