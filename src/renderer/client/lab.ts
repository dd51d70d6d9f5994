import type {
  CallError,
  CallInput,
  CallName,
  CallOutput,
  EventName,
  LabBridge,
  LabEvents,
} from '../../main/contract'
import { openBrowserBridge, type ConnectedBridge } from './browser-bridge'

declare global {
  interface Window {
    /** There in the desktop shell. */
    readonly lab?: LabBridge
  }
}

/** A call the lab refused or could not do. */
export class LabError extends Error implements CallError {
  override readonly name = 'LabError'
  readonly kind: CallError['kind']
  readonly issues: CallError['issues']
  readonly remedies: NonNullable<CallError['remedies']>

  constructor({ kind, message, issues, remedies = [] }: CallError) {
    super(message)
    this.remedies = remedies
    this.kind = kind
    this.issues = issues
  }
}

/** The same values without Vue's proxies, which no bridge can clone. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]))
}

/** A window of the desktop shell lives and dies with its lab. */
const alwaysConnected = (bridge: LabBridge): ConnectedBridge => ({
  call: bridge.call,
  on: bridge.on,
  onConnection(listener) {
    listener(true)
    return () => {}
  },
})

let opened: ConnectedBridge | undefined

function lab(): ConnectedBridge {
  opened ??= window.lab ? alwaysConnected(window.lab) : openBrowserBridge(window.location)
  return opened
}

/** Asks the lab; rejects with a `LabError`. */
export async function call<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
): Promise<CallOutput<Name>> {
  const result = await lab().call(name, plain(input))
  if (!result.ok) throw new LabError(result.error)
  return result.value as CallOutput<Name>
}

/** Returns its unsubscribe. */
export const on = <Name extends EventName>(
  name: Name,
  listener: (payload: LabEvents[Name]) => void,
): (() => void) => lab().on(name, listener)

/**
 * Tells at once whether the lab is in reach and again whenever that changes. Events are
 * not kept for who is away: on `true`, read anew. Returns its unsubscribe.
 */
export const onConnection = (listener: (connected: boolean) => void): (() => void) =>
  lab().onConnection(listener)
