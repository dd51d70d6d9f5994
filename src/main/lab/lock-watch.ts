import type { Notice } from '../contract'
import { held, neverLetGo } from '../store/open/notices'

/** A lock is not worth a word before it has lasted so long, in milliseconds. */
const notable = 500

/** Says that another program holds the database while runs wait for it, and unsays it when they go on. */
export class LockWatch {
  private runs = 0
  private timer: NodeJS.Timeout | undefined
  notice: Notice | undefined

  constructor(
    private readonly file: () => string,
    private readonly changed: () => void,
  ) {}

  /** @param runs that wait; 0 when they go on */
  tell(runs: number): void {
    this.runs = runs
    if (runs > 0 && !this.notice)
      this.timer ??= setTimeout(() => this.say(held(this.file(), this.runs)), notable)
    else if (runs > 0) this.say(held(this.file(), runs))
    else this.say(undefined)
  }

  /** The lab closes. @param runs that could not be stored to their ends */
  close(runs: number): void {
    this.say(runs > 0 ? neverLetGo(this.file(), runs) : undefined)
  }

  private say(notice: Notice | undefined): void {
    clearTimeout(this.timer)
    this.timer = undefined
    if (this.notice?.text === notice?.text) return
    this.notice = notice
    this.changed()
  }
}
