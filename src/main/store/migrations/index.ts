import { first } from './0001-first'
import { series } from './0002-series'
import { summaries } from './0003-summaries'
import { columns } from './0004-columns'
import { constantChunks } from './0005-constant-chunks'
import { packedChunks } from './0006-packed-chunks'
import { evaluations } from './0007-evaluations'
import { readings } from './0008-readings'
import { colors } from './0009-colors'
import { reasons } from './0010-reasons'
import { milestones } from './0011-milestones'
import { changes } from './0012-changes'
import { sweeps } from './0013-sweeps'
import { rules } from './0014-rules'
import { experiment2 } from './0015-experiment-2'
import { sweepChunks } from './0016-sweep-chunks'
import type { Migration } from './contract'

export const migrations: readonly Migration[] = [
  first,
  series,
  summaries,
  columns,
  constantChunks,
  packedChunks,
  evaluations,
  readings,
  colors,
  reasons,
  milestones,
  changes,
  sweeps,
  rules,
  experiment2,
  sweepChunks,
]
