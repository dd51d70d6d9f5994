export interface Amount {
  readonly transferred: number
  readonly total: number | null
}

/** What of a terminal or file the progress is written to. */
export interface Output {
  readonly isTTY?: boolean
  readonly write: (text: string) => unknown
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`

const stateOf = ({ transferred, total }: Amount): { readonly percent: number; readonly text: string } => {
  if (total === null) return { percent: Math.floor(transferred / 1e6), text: megabytes(transferred) }
  const percent = Math.floor((100 * transferred) / total)
  return { percent, text: `${percent} % of ${megabytes(total)}` }
}

/** The progress of the download: one line that changes in a terminal, a line every ten percent elsewhere. */
export function progressLine(output: Output): { show(amount: Amount): void; end(): void } {
  let shown = -1
  return {
    show(amount) {
      const { percent, text } = stateOf(amount)
      const step = output.isTTY ? percent : Math.floor(percent / 10)
      if (step === shown) return
      shown = step
      const line = `Downloading the window's runtime, once: ${text}`
      output.write(output.isTTY ? `\r${line}` : `${line}\n`)
    },
    end() {
      if (shown >= 0 && output.isTTY) output.write('\n')
    },
  }
}
