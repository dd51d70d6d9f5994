export { openBeside, type Whereabouts } from './beside'
export { openStore, type OpenOptions, type OpenResult } from './open'
export type { Store } from './store'
export type { Loss } from './presence'
