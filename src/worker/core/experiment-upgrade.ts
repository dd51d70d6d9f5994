/**
 * What documents of the format before this one meant by words that mean something else now. The one
 * place that knows of it: whatever reads a document or a stored run has it brought up here first.
 */
export const formerFormat = 'descent-lab/experiment@1'
export const format = 'descent-lab/experiment@2'

/** A document in today's words, and in sentences which of its words are read as others. */
export interface Upgraded {
  readonly document: unknown
  readonly notes: readonly string[]
}

type Entries = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A run of a document or a row of the history: the same words are in both. */
interface UpgradedRun {
  readonly run: Entries
  readonly note?: string
}

const settings = (value: unknown): Entries => (isObject(value) ? value : {})

/** What a run's changes set. */
const setsOf = ({ changes }: Entries): readonly Entries[] =>
  Array.isArray(changes) ? changes.map((change: unknown) => settings(settings(change).set)) : []

const isTorch = ({ dialect = 'pytorch' }: Entries): boolean => dialect === 'pytorch'

function upgradedNadam(run: Entries): UpgradedRun {
  if (run.dialect !== 'pytorch') return { run }
  const note = `Nadam of "pytorch" was PyTorch 1.13's and stays so, as "pytorch-1.13"; "pytorch" is PyTorch 2's now`
  return { run: { ...run, dialect: 'pytorch-1.13' }, note }
}

function upgradedAsgd(run: Entries): UpgradedRun {
  const { id = 'constant', warmup = 0 } = settings(run.schedule)
  const isMoved =
    id !== 'constant' ||
    warmup !== 0 ||
    setsOf(run).some((set) => ['lr', 'lambd', 'alpha'].some((name) => name in set))
  if (!isTorch(run) || !isMoved) return { run }
  const note = `averaged SGD used each update's own rate and still does, as "lab"; "pytorch" lags behind its schedule, as torch does`
  return { run: { ...run, dialect: 'lab' }, note }
}

function withoutDecay(values: unknown): unknown {
  if (!isObject(values)) return values
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== 'weightDecay'))
}

function upgradedRprop(run: Entries): UpgradedRun {
  const { hyper, changes } = run
  if (!isTorch(run)) return { run }
  const decays = [settings(hyper), ...setsOf(run)].some(({ weightDecay = 0 }) => weightDecay !== 0)
  if (decays) {
    const note = `Rprop keeps its weight decay as "lab"; torch's has none, and neither has "pytorch" now`
    return { run: { ...run, dialect: 'lab' }, note }
  }
  const left = (Array.isArray(changes) ? changes : [])
    .map((change: unknown) => (isObject(change) ? { ...change, set: withoutDecay(change.set) } : change))
    // One that did nothing else is none any more.
    .filter((change: unknown) => !isObject(change) || Object.keys(settings(change.set)).length > 0)
  return {
    run: {
      ...run,
      ...(hyper === undefined ? {} : { hyper: withoutDecay(hyper) }),
      ...(Array.isArray(changes) ? { changes: left } : {}),
    },
  }
}

const methods: Readonly<Record<string, (run: Entries) => UpgradedRun>> = {
  nadam: upgradedNadam,
  asgd: upgradedAsgd,
  rprop: upgradedRprop,
}

/** One run of a document of the former format, in today's words; what is no run is left alone. */
export function upgradedRun(run: Entries): UpgradedRun {
  const { optimizer } = run
  const isKnown = typeof optimizer === 'string' && Object.hasOwn(methods, optimizer)
  return isKnown ? methods[optimizer](run) : { run }
}

function upgradedObjective(objective: unknown): { readonly objective: unknown; readonly note?: string } {
  if (!isObject(objective) || objective.id !== 'griewank' || 'value' in objective) return { objective }
  const note = `Griewank's value is worked out as printed ("value": "as-printed"), which cancels near 0; new experiments have it exactly`
  return { objective: { ...objective, value: 'as-printed' }, note }
}

/** `run 2: ...`, `runs 1 and 3: ...`: the notes of runs, each said once. */
function runNotes(runs: readonly UpgradedRun[]): readonly string[] {
  const places = new Map<string, number[]>()
  for (const [index, { note }] of runs.entries()) {
    if (note !== undefined) places.set(note, [...(places.get(note) ?? []), index + 1])
  }
  const listed = new Intl.ListFormat('en', { type: 'conjunction' })
  return [...places].map(
    ([note, at]) => `${at.length === 1 ? 'run' : 'runs'} ${listed.format(at.map(String))}: ${note}`,
  )
}

/** Brings a document of the former format up to this one; any other value is handed back as it is. */
export function upgraded(raw: unknown): Upgraded {
  if (!isObject(raw) || raw.format !== formerFormat) return { document: raw, notes: [] }
  const { objective, note } = upgradedObjective(raw.objective)
  const runs = Array.isArray(raw.runs)
    ? raw.runs.map((run: unknown) => (isObject(run) ? upgradedRun(run) : { run }))
    : undefined
  const own = note === undefined ? [] : [note]
  const document = {
    ...raw,
    format,
    ...('objective' in raw ? { objective } : {}),
    ...(runs ? { runs: runs.map(({ run }) => run) } : {}),
  }
  return { document, notes: [...own, ...runNotes((runs ?? []) as readonly UpgradedRun[])] }
}
