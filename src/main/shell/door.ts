import type { CallResult, LabBridge } from '../contract'
import { dispatch } from '../lab/dispatch'
import type { Lab } from '../lab/lab'

/** All a shell sees of the lab: it carries calls in and events out. */
export interface LabDoor {
  /** Name and input come from outside and are checked behind the door. Never rejects. */
  call(name: unknown, input: unknown): Promise<CallResult>
  readonly on: LabBridge['on']
}

export const doorTo = (lab: Lab): LabDoor => ({
  call: (name, input) => dispatch(lab.handlers, name, input),
  on: (name, listener) => lab.on(name, listener),
})
