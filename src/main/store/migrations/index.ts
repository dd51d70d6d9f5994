import { first } from './0001-first'
import type { Migration } from './contract'

export const migrations: readonly Migration[] = [first]
