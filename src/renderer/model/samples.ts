import { parseExperiment, type Experiment } from '@core/experiment'
import { issueText } from '@core/issues'
import { objectiveById } from '@core/objectives'
import { optimizerById } from '@core/optimizers'
import listed from '../../../resources/samples/index.json'

/** The groups that samples come in, in the order of the page. */
export const sampleGroups = [
  { id: 'chapter', label: 'From the chapter' },
  { id: 'objectives', label: 'What each objective teaches' },
] as const

/** A ready-made experiment. */
export interface Sample {
  /** The name of its file in `resources/samples`. */
  readonly id: string
  readonly group: (typeof sampleGroups)[number]['id']
  /** The experiment's own name, of which there is one only. */
  readonly name: string
  readonly objectiveLabel: string
  readonly runs: number
  /** What to look for, in a sentence. */
  readonly look: string
  /** What to try next, in a sentence. */
  readonly next: string
  readonly experiment: Experiment
}

/** What a list says of a sample stands in its file as it is. */
type File = Pick<Experiment, 'name'> & {
  readonly objective: Pick<Experiment['objective'], 'id'>
  readonly runs: readonly unknown[]
}
const files = import.meta.glob<File>('../../../resources/samples/*.json', {
  eager: true,
  import: 'default',
})
const fileOf = (id: string): File => files[`../../../resources/samples/${id}.json`]

/** Read when somebody wants it: all of them at once would hold up every page that names one. */
const experiments = new Map<string, Experiment>()
function read(id: string): Experiment {
  const known = experiments.get(id)
  if (known) return known
  const parsed = parseExperiment(fileOf(id))
  if (!parsed.ok) throw new Error(`the sample ${id}: ${parsed.issues.map(issueText).join('; ')}`)
  experiments.set(id, parsed.value)
  return parsed.value
}

/** Every sample, in the order of the page. */
export const samples: readonly Sample[] = listed.map(({ id, group, look, next }) => {
  const { name, objective, runs } = fileOf(id)
  return {
    id,
    group: sampleGroups.find((known) => known.id === group)?.id ?? 'chapter',
    name,
    objectiveLabel: objectiveById(objective.id)?.label ?? objective.id,
    runs: runs.length,
    look,
    next,
    get experiment() {
      return read(id)
    },
  }
})

const byName = new Map(samples.map((sample) => [sample.name, sample]))

/** The sample that a document began as: edited or run, it is told by its name. */
export const sampleNamed = (name: string): Sample | undefined => byName.get(name)

/** Those that have every word in name, sentences, objective or methods. */
export function samplesWith(query: string): readonly Sample[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return samples.filter(({ name, look, next, objectiveLabel, experiment }) => {
    const methods = experiment.runs.map(
      ({ optimizer, label }) => `${optimizerById(optimizer)?.label} ${label}`,
    )
    const text = [name, look, next, objectiveLabel, ...methods].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
