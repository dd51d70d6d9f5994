const code = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined

/** Why the lab cannot be served, and what to do, in a sentence. */
export function startFailure(error: unknown, port: number): string {
  switch (code(error)) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Name another one with --port, or none to get a free one.`
    case 'EACCES':
      return `Port ${port} is not for this user. Name one above 1023 with --port, or none to get a free one.`
    default:
      return `The lab could not be served: ${error instanceof Error ? error.message : String(error)}`
  }
}
