/** A terminal and npm each pass on Ctrl-C: what comes this soon after the first is the same one, in milliseconds. */
const sameKeystroke = 1_000

/** Calls once when the process is asked to end; whoever asks again after a moment is not kept waiting. */
export function onTermination(close: () => Promise<void>): void {
  let first: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (first === undefined) {
        first = performance.now()
        void close()
      } else if (performance.now() - first > sameKeystroke) {
        process.exit(1)
      }
    })
  }
}
