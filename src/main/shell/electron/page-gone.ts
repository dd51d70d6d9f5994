import type { MessageBoxOptions, RenderProcessGoneDetails, WebContents } from 'electron'

/** What of Electron's `WebContents` is used. */
export type GoingContents = Pick<WebContents, 'on' | 'reload' | 'isDestroyed'>

export interface WhenGone {
  /** Resolves to true for loading the page again. */
  readonly ask: (details: RenderProcessGoneDetails) => Promise<boolean>
  readonly close: () => void
}

/** A page whose process has ended stays white: it is said once, and the page loaded again or the window closed. */
export function offerWhenGone(contents: GoingContents, { ask, close }: WhenGone): void {
  let asking = false
  contents.on('render-process-gone', (_event, details) => {
    if (asking || details.reason === 'clean-exit') return
    asking = true
    void ask(details).then((again) => {
      asking = false
      // The window may have gone under the question.
      if (contents.isDestroyed()) return
      if (again) contents.reload()
      else close()
    })
  })
}

const endings: Readonly<Partial<Record<RenderProcessGoneDetails['reason'], string>>> = {
  crashed: 'it crashed',
  killed: 'it was ended from outside',
  oom: 'its memory was used up',
  'launch-failed': 'it could not be started',
}

export const goneQuestion = ({ reason, exitCode }: RenderProcessGoneDetails) =>
  ({
    type: 'error',
    message: 'The page of the lab has stopped.',
    detail:
      `Its process is gone: ${endings[reason] ?? `${reason}, exit code ${exitCode}`}. ` +
      'The lab goes on without it: runs that are going are recorded as before, and nothing that was kept is lost.',
    buttons: ['Load the page again', 'Close the lab'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }) as const satisfies MessageBoxOptions

/** The answer of `goneQuestion` that loads the page again. */
export const loadAgainAnswer = 0
