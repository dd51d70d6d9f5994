/** What the choice of a shell depends on. */
export interface Machine {
  readonly browserAsked: boolean
  readonly platform: NodeJS.Platform
  readonly display: boolean
  /** Running as the superuser, as whom Electron's sandbox refuses to start. */
  readonly superuser: boolean
  /** Whether the kernel lets Electron set up its sandbox. */
  readonly sandbox: boolean
  /** Whether Electron's runtime is there. */
  readonly runtime: boolean
}

export type Decision =
  | { readonly shell: 'desktop' }
  /** A window, if the runtime can be fetched. */
  | { readonly shell: 'desktop-once-fetched' }
  /** `reason` says why there is no window; undefined where none was asked for. */
  | { readonly shell: 'browser'; readonly reason?: string }

export function decide(facts: Machine): Decision {
  if (facts.browserAsked) return { shell: 'browser' }
  if (!facts.display) return { shell: 'browser', reason: 'there is no display for a window' }
  if (facts.platform === 'linux' && facts.superuser) {
    return { shell: 'browser', reason: "windows can't be opened safely by the superuser" }
  }
  if (facts.platform === 'linux' && !facts.sandbox) {
    return { shell: 'browser', reason: "this system doesn't let a window be sandboxed" }
  }
  return { shell: facts.runtime ? 'desktop' : 'desktop-once-fetched' }
}
