import type { CallResult } from '../../../src/main/contract'
import { dispatch } from '../../../src/main/lab/dispatch'
import type { Lab } from '../../../src/main/lab/lab'
import { hasEnded } from '../../../src/main/lab/runs/prepare'
import { labOn } from './lab-on'

/** How long an answer may take, in milliseconds, also on a busy machine. */
const patience = 30_000

/** An open lab whose answers are waited for only so long. */
export class LabUnderFire {
  private constructor(private readonly lab: Lab) {}

  static async open(file: string): Promise<LabUnderFire> {
    return new LabUnderFire(await labOn(file))
  }

  /** Undefined where there is none. */
  async answer(name: string, input: unknown): Promise<CallResult | undefined> {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<undefined>((settle) => (timer = setTimeout(settle, patience, undefined)))
    return Promise.race([dispatch(this.lab.handlers, name, input), tooLate]).finally(() =>
      clearTimeout(timer),
    )
  }

  /** Ends what was started by the way. */
  async calm(): Promise<void> {
    const { handlers } = this.lab
    const going = (await handlers['runs.list']({ trash: false })).filter((run) => !hasEnded(run))
    const runs = going.map(({ id }) => id)
    if (runs.length > 0) await handlers['runs.control']({ runs, action: 'cancel', updates: 1 })
  }
}
