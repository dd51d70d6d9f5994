import type { FieldFault, FormulaSpec } from '../../formula'
import { formulaLimits } from '../../formula/limits'
import type { Issue } from '../../issues'
import { pathText } from '../../issues'
import { finite, list } from '../../lists'
import { z } from '../../zod'

/** What is shown before anybody has typed: two valleys, one deeper than the other. */
export const firstText = 'x^4 - 3x^2 + x'

const name = z.string().min(1).max(40)

const parameter = z.union([finite, z.strictObject({ value: finite, min: finite, max: finite })])

/** A parameter's value, and between which numbers a slider moves it. */
export type Parameter = z.infer<typeof parameter>

export const formulaOptions = z.strictObject({
  text: z.string().default(firstText).meta({
    description: 'f(x, y) = sin(x) y^2, or only what is behind the sign; side by side is multiplied',
  }),
  parameters: z.record(name, parameter).default({}).meta({
    description:
      'Names in the text that are no variables: each its value, or { value, min, max } for a slider',
  }),
  variables: list(name, 1, formulaLimits.dimension).optional().meta({
    description:
      'In the order of start. Left out: what f(...) names, else the names that are left, in alphabetical order.',
  }),
  dimension: z.int().min(1).max(formulaLimits.dimension).optional().meta({
    title: 'Dimension',
    description: 'Number of parameters of a text with x[i]. Left out: 2.',
  }),
})
export type FormulaOptions = z.infer<typeof formulaOptions>

export const valueOf = (parameter: Parameter): number =>
  typeof parameter === 'number' ? parameter : parameter.value

export const specOf = ({ text, parameters, variables, dimension }: FormulaOptions): FormulaSpec => ({
  text,
  parameters: new Map(Object.entries(parameters).map(([key, value]) => [key, valueOf(value)])),
  variables,
  dimension,
})

/** Where in the options, and what; a fault of the text with the number of its first character, from 1. */
export function issueOf(found: FieldFault): Issue {
  if (found.field !== 'text') {
    const rest = found.key === undefined ? [] : [found.key]
    return { path: pathText([found.field, ...rest]), message: found.message }
  }
  const { message, from } = found.fault
  return { path: 'text', message: `${message} (at character ${from + 1})` }
}

/** What is wrong with sliders: their ends are on either side of the value. */
export const sliderIssues = ({ parameters }: FormulaOptions): Issue[] =>
  Object.entries(parameters).flatMap(([key, value]): Issue[] => {
    if (typeof value === 'number') return []
    const { min, max } = value
    if (!(min < max))
      return [{ path: pathText(['parameters', key, 'max']), message: `must be > ${min}, got ${max}` }]
    if (value.value < min || value.value > max) {
      return [
        {
          path: pathText(['parameters', key, 'value']),
          message: `must be from ${min} to ${max}, got ${value.value}`,
        },
      ]
    }
    return []
  })
