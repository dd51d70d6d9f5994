export { openSecondConnection, type Whereabouts } from './open/second-connection'
export { openStore, type OpenOptions, type OpenResult } from './open/open'
export type { Store } from './store'
export type { Loss } from './open/presence'
