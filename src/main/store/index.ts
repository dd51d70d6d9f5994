export { openBeside } from './beside'
export { openStore, type OpenOptions, type OpenResult } from './open'
export type { Store } from './store'
