import { documentWith } from '../../support/experiments'
import { newRuns, parsed, prepare } from '../../../src/main/lab/runs/prepare'
import { openStore, type Store } from '../../../src/main/store'
import type { Dice } from '../dice'
import { say } from '../words'

const names = ['loss', 'gradient_norm'] as const
const day = 24 * 60 * 60 * 1_000

/** Records one more run as the lab does, each time some points in one transaction; `stored` hears of every one. */
function record(
  store: Store,
  session: number,
  dice: Dice,
  stored: (run: number, points: number) => void,
): void {
  const experiment = parsed(documentWith({ iterations: 1_000_000 }))
  const runs = newRuns(prepare(experiment, undefined))
  const [{ id }] = store.runs.insertLaunch({ document: experiment, runs, session, startedAt: Date.now() })
  for (let first = 0, batches = dice.between(1, 100); batches > 0; batches--) {
    const count = dice.between(1, 5_000)
    const columns = Float64Array.from({ length: names.length * count }, (_, index) => Math.sin(first + index))
    store.transaction(() => {
      store.curves.append(id, names, { first, count, columns })
      store.runs.update(id, { status: 'running', points: first + count, iterations: first + count - 1 })
    })
    first += count
    say({ points: [[id, first]] })
    stored(id, first)
  }
  store.runs.update(id, { status: 'finished', endedAt: Date.now() })
}

/** Has what is stored put on the disk itself now and then, as the lab does when runs have ended. */
export function settling(file: string, dice: Dice): void {
  const { store } = openStore({ file, onTrouble: 'refuse' })
  const session = store.sessions.begin(process.pid)
  for (;;) {
    record(store, session, dice, (run, points) => {
      if (dice.below(20) > 0) return
      store.checkpoint()
      say({ settled: [[run, points]] })
    })
  }
}

/** Backs up again and again, under a clock that jumps, at worst back to the second of an earlier backup. */
export async function backingUp(file: string, dice: Dice): Promise<void> {
  let ahead = 0
  const begun = Date.now()
  const now = (): number => (dice.below(3) === 0 ? begun : Date.now() + ahead)
  const { store } = openStore({ file, now, onTrouble: 'refuse' })
  const session = store.sessions.begin(process.pid)
  for (let backups = dice.between(1, 8); backups > 0; backups--) {
    record(store, session, dice, () => undefined)
    const runs = [false, true].flatMap((trash) => store.runs.list({ trash }))
    const backup = {
      runs: runs.length,
      points: runs.reduce((sum, { points }) => sum + points, 0),
      experiments: 0,
      datasets: store.datasets.list().length,
    }
    const made = store.backup()
    ahead = (dice.below(20) - 10) * day
    await made
    say({ backup })
  }
  store.sessions.end(session)
  store.close()
}

/** Only opens it, whatever that takes: migrating it, or bringing a backup back. */
export function opening(file: string): void {
  const { store } = openStore({ file })
  store.close()
}
