import { dimensionName, namesIn, readFormula, type FormulaSpec, type Reading } from '@core/formula'
import type { Draft } from './document'
import { dropPoint } from './edit'

/** Edits of a typed function in the document that is being written. */

type Objective = Draft['objective']

/** As in the file: a value, or a value with the ends of its slider. */
export interface Slider {
  readonly value: number
  readonly min: number
  readonly max: number
}

export const formulaId = 'formula'
/** Of a name that has just become a parameter. */
const firstSlider: Slider = { value: 1, min: -5, max: 5 }

export const textOf = ({ text }: Objective): string => (typeof text === 'string' ? text : '')

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A number without ends slides around itself. */
function sliderOf(held: unknown): Slider {
  if (isRecord(held)) {
    return { value: Number(held.value ?? NaN), min: Number(held.min ?? NaN), max: Number(held.max ?? NaN) }
  }
  const value = Number(held)
  const reach = Math.max(1, Math.abs(value)) * 2
  return { value, min: value - reach, max: value + reach }
}

/** By name, in the document's order. */
export const slidersOf = ({ parameters }: Objective): readonly (readonly [string, Slider])[] =>
  isRecord(parameters) ? Object.entries(parameters).map(([name, held]) => [name, sliderOf(held)]) : []

export function specOf(objective: Objective): FormulaSpec {
  const { variables, dimension } = objective
  return {
    text: textOf(objective),
    parameters: new Map(slidersOf(objective).map(([name, { value }]) => [name, value])),
    variables: Array.isArray(variables) ? variables.map(String) : undefined,
    dimension: typeof dimension === 'number' ? dimension : undefined,
  }
}

export const readingOf = (objective: Objective): Reading => readFormula(specOf(objective))

const placesOf = (reading: Reading): string | undefined =>
  reading.ok
    ? JSON.stringify([reading.formula.meaning.variables, reading.formula.meaning.dimension])
    : undefined

/** Parameters that the text no longer has, and a dimension that it has no use for, go; a start belongs to its variables. */
export function setText(draft: Draft, text: string): void {
  const { objective } = draft
  const before = placesOf(readingOf(objective))
  objective.text = text
  const names = namesIn(text)
  if (names) {
    const kept = slidersOf(objective).filter(([name]) => names.includes(name))
    objective.parameters = Object.fromEntries(kept)
    delete objective.variables
    if (!/\[/.test(text)) delete objective.dimension
  }
  const after = placesOf(readingOf(objective))
  if (after !== undefined && after !== before) dropPoint(draft)
}

export function setSlider(draft: Draft, name: string, slider: Slider): void {
  draft.objective.parameters = { ...Object.fromEntries(slidersOf(draft.objective)), [name]: slider }
}

/** A variable that stays where a slider puts it. */
export function makeParameter(draft: Draft, name: string): void {
  setSlider(draft, name, firstSlider)
  delete draft.objective.variables
  dropPoint(draft)
}

/** And back: descended along like the others. */
export function makeVariable(draft: Draft, name: string): void {
  draft.objective.parameters = Object.fromEntries(
    slidersOf(draft.objective).filter(([each]) => each !== name),
  )
  delete draft.objective.variables
  dropPoint(draft)
}

/** Names that could be parameters: of several variables any, beside x[i] those that have no value yet. */
export function freeNamesOf(objective: Objective): readonly string[] {
  const names = namesIn(textOf(objective)) ?? []
  const given = slidersOf(objective).map(([name]) => name)
  const isIndexed = /\[/.test(textOf(objective))
  const free = names.filter((name) => !given.includes(name) && !(isIndexed && name === dimensionName))
  return free.filter((name) => !new RegExp(`\\b${name}\\s*\\[`).test(textOf(objective))).sort()
}
