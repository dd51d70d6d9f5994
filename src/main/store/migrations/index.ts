import { first } from './0001-first'
import { series } from './0002-series'
import type { Migration } from './contract'

export const migrations: readonly Migration[] = [first, series]
