/** What of Electron's `app` quitting takes. */
export interface QuittingApp {
  readonly on: (
    name: 'will-quit',
    listener: (event: { readonly preventDefault: () => void }) => void,
  ) => unknown
  readonly exit: (status: number) => void
}

/** The app ends when `close` has: whoever asks again meanwhile waits for the same end. */
export function quitAfter(app: QuittingApp, close: () => Promise<void>): void {
  let closing: Promise<void> | undefined
  app.on('will-quit', (event) => {
    event.preventDefault()
    closing ??= close().finally(() => app.exit(0))
  })
}
