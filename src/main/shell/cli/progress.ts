import { SingleBar } from 'cli-progress'
import { countText } from '@core/issues'
import { plain } from '@core/plain-text'
import type { RunRecord } from '../../contract'
import { hasEnded } from '../../lab/runs/prepare'

export interface Progress {
  report(runs: readonly RunRecord[]): void
  stop(): void
}

/** How often a line says how far the runs are, at the most; in milliseconds. */
const lineDelay = 5_000

/** Where all the runs together stand. */
class Tally {
  private readonly runs: Map<number, RunRecord>
  private readonly begun = performance.now()
  /** Iterations. */
  readonly total: number

  constructor(runs: readonly RunRecord[]) {
    this.runs = new Map(runs.map((run) => [run.id, run]))
    this.total = runs.reduce((sum, { budget }) => sum + budget, 0)
  }

  /** @returns the runs that have just ended */
  take(changed: readonly RunRecord[]): readonly RunRecord[] {
    for (const run of changed) this.runs.set(run.id, run)
    return changed.filter(hasEnded)
  }

  /** Iterations; a run that ended early has none left to do. */
  get done(): number {
    return [...this.runs.values()].reduce(
      (sum, run) => sum + (hasEnded(run) ? run.budget : run.iterations),
      0,
    )
  }

  /** `3 of 4 runs done, 12 s left` */
  get text(): string {
    const ended = [...this.runs.values()].filter(hasEnded).length
    return `${ended} of ${countText(this.runs.size, 'run', 'runs')} done${this.left}`
  }

  private get left(): string {
    const { done, total } = this
    if (done === 0 || done === total) return ''
    const seconds = ((performance.now() - this.begun) / 1_000) * (total / done - 1)
    return seconds < 100 ? `, ${Math.ceil(seconds)} s left` : `, ${Math.round(seconds / 60)} min left`
  }
}

/** One bar on a terminal; elsewhere a line a finished run, and one now and then; nothing if quiet. */
export function progressTo(stream: NodeJS.WriteStream, runs: readonly RunRecord[], quiet: boolean): Progress {
  if (quiet) return { report: () => undefined, stop: () => undefined }
  const tally = new Tally(runs)
  return stream.isTTY ? bar(stream, tally) : lines(stream, tally)
}

function bar(stream: NodeJS.WriteStream, tally: Tally): Progress {
  const single = new SingleBar({ stream, format: '[{bar}] {percentage} %  {text}', hideCursor: true })
  single.start(tally.total, 0, { text: tally.text })
  return {
    report(changed) {
      tally.take(changed)
      single.update(tally.done, { text: tally.text })
    },
    stop: () => single.stop(),
  }
}

function lines(stream: NodeJS.WriteStream, tally: Tally): Progress {
  let said = performance.now()
  const say = (line: string): void => {
    said = performance.now()
    stream.write(`${line}\n`)
  }
  return {
    report(changed) {
      for (const { label, status, iterations } of tally.take(changed)) {
        say(`${plain(label)}: ${status} after ${countText(iterations, 'iteration', 'iterations')}`)
      }
      if (performance.now() - said >= lineDelay) say(tally.text)
    },
    stop: () => undefined,
  }
}
