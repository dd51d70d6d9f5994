import { objectiveById } from '@core/objectives'
import type { RunRecord } from '../../main/contract'
import { statusLooks, type StatusLook } from './format'
import { matches, searchTerms } from './search'
import { optimizerLabel } from './run-text'

/** What a list of runs can be narrowed by, beside words. */
export const facetNames = ['status', 'optimizer', 'objective'] as const
export type FacetName = (typeof facetNames)[number]

/** Chosen values of each facet; none chosen means all. */
export type Chosen = Readonly<Record<FacetName, readonly string[]>>
export const nothingChosen: Chosen = { status: [], optimizer: [], objective: [] }

export interface FacetOption {
  readonly value: string
  readonly label: string
  /** Runs that would show, all other filters applied. */
  readonly count: number
}

interface Facet {
  readonly label: string
  of(run: RunRecord): string
  text(value: string): string
}

const looks: Readonly<Partial<Record<string, StatusLook>>> = statusLooks
const statusText = (status: string): string => looks[status]?.label ?? status

export const facets: Readonly<Record<FacetName, Facet>> = {
  status: { label: 'Status', of: (run) => run.status, text: statusText },
  optimizer: { label: 'Optimizer', of: (run) => run.optimizer, text: optimizerLabel },
  objective: {
    label: 'Objective',
    of: (run) => run.objective,
    text: (id) => objectiveById(id)?.label ?? id,
  },
}

const allows = (run: RunRecord, name: FacetName, chosen: Chosen): boolean =>
  chosen[name].length === 0 || chosen[name].includes(facets[name].of(run))

/** The runs that answer the search and every filter. */
export function narrow(runs: readonly RunRecord[], query: string, chosen: Chosen): readonly RunRecord[] {
  const terms = searchTerms(query)
  return runs.filter((run) => facetNames.every((name) => allows(run, name, chosen)) && matches(run, terms))
}

export type FacetOptions = Readonly<Record<FacetName, readonly FacetOption[]>>

/**
 * Each facet's values among the runs that all the *other* filters let through, most frequent
 * first; a chosen value stays listed when nothing has it any more, so that it can be taken off.
 */
export function facetOptions(runs: readonly RunRecord[], query: string, chosen: Chosen): FacetOptions {
  const terms = searchTerms(query)
  const counts = new Map(
    facetNames.map((name) => [name, new Map(chosen[name].map((value): [string, number] => [value, 0]))]),
  )
  for (const run of runs) {
    const refused = facetNames.filter((name) => !allows(run, name, chosen))
    if (refused.length > 1 || !matches(run, terms)) continue
    // Where one facet refuses the run, that one alone counts it: what it would show if chosen.
    for (const name of refused.length === 1 ? refused : facetNames) {
      const value = facets[name].of(run)
      counts.get(name)?.set(value, (counts.get(name)?.get(value) ?? 0) + 1)
    }
  }
  const options = (name: FacetName): readonly FacetOption[] =>
    [...(counts.get(name) ?? [])]
      .map(([value, count]) => ({ value, label: facets[name].text(value), count }))
      .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label))
  return { status: options('status'), optimizer: options('optimizer'), objective: options('objective') }
}
