import type { CallResult, LabBridge } from '../contract'
import { dispatch } from '../lab/dispatch'
import type { FileStream } from '../lab/export/exports'
import type { Lab } from '../lab/lab'

/** For an address whose file was fetched already, or waited too long. */
export const goneFile = 'This file was fetched already, or has waited too long. Export it once more.'

/** All a shell sees of the lab: it carries calls in and events out. */
export interface LabDoor {
  /** Name and input come from outside and are checked behind the door. Never rejects. */
  call(name: unknown, input: unknown): Promise<CallResult>
  readonly on: LabBridge['on']
  /** A file that a call prepared; undefined where there is none at this address. */
  file(address: string): Promise<FileStream | undefined>
}

export const doorTo = (lab: Lab): LabDoor => ({
  call: (name, input) => dispatch(lab.handlers, name, input),
  on: (name, listener) => lab.on(name, listener),
  file: (address) => lab.file(address),
})
