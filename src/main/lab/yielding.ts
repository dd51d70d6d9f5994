import { setImmediate as otherWork } from 'node:timers/promises'

/** Goes through steps of a few milliseconds each, and lets runs and other calls have their turn in between. */
export async function inSlices<Result>(
  steps: Iterator<unknown, Result>,
  goOn: () => void | Promise<void> = () => undefined,
): Promise<Result> {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    await otherWork()
    await goOn()
  }
}
