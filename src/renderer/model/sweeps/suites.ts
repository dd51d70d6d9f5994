import { issueText } from '@core/issues'
import { parseSweep, type Sweep } from '@core/sweep/document'
import { sweepRuns } from '@core/sweep/runs'
import listed from '../../../../resources/suites/index.json'

/** A ready-made tournament. */
export interface Suite {
  /** The name of its file in `resources/suites`. */
  readonly id: string
  readonly name: string
  /** What is in it, in a sentence. */
  readonly look: string
  readonly methods: number
  readonly problems: number
  readonly runs: number
  readonly sweep: Sweep
}

const files = import.meta.glob<unknown>('../../../../resources/suites/*.json', {
  eager: true,
  import: 'default',
})

function read(id: string): Sweep {
  const parsed = parseSweep(files[`../../../../resources/suites/${id}.json`])
  if (!parsed.ok) throw new Error(`the suite ${id}: ${parsed.issues.map(issueText).join('; ')}`)
  return parsed.value
}

/** Every suite, in the order they are offered. */
export const suites: readonly Suite[] = listed.map(({ id, look }) => {
  const sweep = read(id)
  const { experiment, options } = sweep
  return {
    id,
    name: experiment.name,
    look,
    methods: experiment.runs.length,
    problems: 1 + options.problems.length,
    runs: sweepRuns(sweep).total,
    sweep,
  }
})
