let heard: () => void = () => undefined

/**
 * Said every few milliseconds by what may take longer than that at a stretch: whoever waits for it
 * can tell work that gets on from work that never ends.
 */
export const pulse = (): void => heard()

/** One listener a thread. */
export function hearPulse(listener: () => void): void {
  heard = listener
}
