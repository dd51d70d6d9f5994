/**
 * A sign of life, handed to work that may take long: called every few milliseconds of it. Whoever
 * made it can tell work that gets on from work that never ends, and may throw to end it.
 */
export type Pulse = () => void

/** Where nobody listens. */
export const unheard: Pulse = () => undefined
