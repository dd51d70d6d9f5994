import { SingleBar } from 'cli-progress'

export interface Share {
  report(done: number): void
  stop(): void
}

/** How often a line says how far it is, at the most; in milliseconds. */
const lineDelay = 5_000

/** How many of the runs of a sweep are done: one bar on a terminal, elsewhere a line now and then; nothing if quiet. */
export function shareTo(stream: NodeJS.WriteStream, quiet: boolean, total: number): Share {
  if (quiet) return { report: () => undefined, stop: () => undefined }
  if (stream.isTTY) {
    const bar = new SingleBar({
      stream,
      format: '[{bar}] {percentage} %  {value} of {total} runs, {eta} s left',
      hideCursor: true,
    })
    bar.start(total, 0)
    return { report: (done) => bar.update(done), stop: () => bar.stop() }
  }
  let said = performance.now()
  return {
    report(done) {
      if (performance.now() - said < lineDelay) return
      said = performance.now()
      stream.write(`${done} of ${total} runs done\n`)
    },
    stop: () => undefined,
  }
}
