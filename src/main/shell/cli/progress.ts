import { MultiBar } from 'cli-progress'
import type { RunRecord } from '../../contract'
import { hasEnded } from '../../lab/runs'

export interface Progress {
  report(runs: readonly RunRecord[]): void
  stop(): void
}

const silent: Progress = { report: () => undefined, stop: () => undefined }

/** A bar a run on a terminal, a plain line a finished run elsewhere, nothing if quiet. */
export function progressTo(stream: NodeJS.WriteStream, runs: readonly RunRecord[], quiet: boolean): Progress {
  if (quiet) return silent
  return stream.isTTY ? bars(stream, runs) : lines(stream)
}

function bars(stream: NodeJS.WriteStream, runs: readonly RunRecord[]): Progress {
  const format = '{label} [{bar}] {value}/{total} {status} {eta_formatted}'
  const multi = new MultiBar({ stream, format, hideCursor: true, clearOnComplete: false })
  const width = Math.max(...runs.map(({ label }) => label.length))
  const bar = new Map(
    runs.map(({ id, budget, label, status }) => [
      id,
      multi.create(budget, 0, { label: label.padEnd(width), status }),
    ]),
  )
  return {
    report(changed) {
      for (const { id, iterations, status } of changed) bar.get(id)?.update(iterations, { status })
    },
    stop: () => multi.stop(),
  }
}

function lines(stream: NodeJS.WriteStream): Progress {
  return {
    report(changed) {
      for (const run of changed) {
        if (hasEnded(run)) stream.write(`${run.label}: ${run.status} after ${run.iterations} iterations\n`)
      }
    },
    stop: () => undefined,
  }
}
