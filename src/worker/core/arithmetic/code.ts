import type { Dialect } from '../optimizers/contract'
import { assignmentOf, identifier, pythonArray, pythonNumber } from '../python'
import type { UpdateValues } from './update'

/** One number for all parameters, of which those at hand may be only some: its value is given. */
const overAll = /np\.(?:sum|mean|max|min)\(/

/** A value of the code as it begins: what lines assign, as it was; what the step has found, as it is. */
type Numbers = Readonly<Record<string, number | Float64Array>>

/** What the code of an update begins with. */
export function numbersBefore({ code }: Pick<Dialect, 'code'>, { before, after }: UpdateValues): Numbers {
  const assigned = new Set(code.map((line) => assignmentOf(line).name))
  const isAssigned = ([name]: readonly [string, unknown]): boolean => assigned.has(name)
  return {
    ...(assigned.has('g') ? {} : { g: after.gradient }),
    ...Object.fromEntries(Object.entries(after).filter((each) => !isAssigned(each))),
    ...Object.fromEntries(Object.entries(before).filter((each) => isAssigned(each) || each[0] === 'theta')),
  }
}

const python = (value: number | Float64Array): string =>
  typeof value === 'object' ? pythonArray(value) : pythonNumber(value)

/** The update in NumPy with its numbers: it prints the parameters that came out. */
export function numpyText(title: string, dialect: Pick<Dialect, 'code'>, values: UpdateValues): string {
  const { schedule } = values
  const begun = numbersBefore(dialect, values)
  const used = new Set(dialect.code.flatMap((line) => line.match(identifier) ?? []))
  const given = Object.entries(begun).filter(([name]) => used.has(name))
  return [
    `# ${title}, update ${values.update}`,
    'import numpy as np',
    ...given.map(([name, value]) => {
      if (name === 'lr' && schedule)
        return `lr = ${python(schedule.base)} * ${python(schedule.factor)}  # times the schedule's factor: ${schedule.id}`
      return `${name} = ${python(value)}`
    }),
    ...dialect.code.map((line) => {
      const { name, expression } = assignmentOf(line)
      const value = values.after[name]
      if (!overAll.test(expression) || value === undefined) return line
      return `${name} = ${python(value)}  # ${expression}, over all parameters`
    }),
    'print(theta)',
    `assert np.array_equal(theta, ${python(values.after.theta)}, equal_nan=True)`,
    '',
  ].join('\n')
}

/**
 * The update in plain text, a line a value of one coordinate: the learning rate where a schedule moves it, and
 * each line of the code, with the numbers that it works with and what comes out.
 * @param place of the coordinate among those of the values
 */
export function plainLines(
  dialect: Pick<Dialect, 'code'>,
  values: UpdateValues,
  place: number,
): readonly string[] {
  const at = (value: number | Float64Array): number => (typeof value === 'object' ? value[place] : value)
  const known: Record<string, number> = Object.fromEntries(
    Object.entries(numbersBefore(dialect, values)).map(([name, value]) => [name, at(value)]),
  )
  const { schedule } = values
  const rate = schedule
    ? [
        `lr = ${schedule.base} * ${schedule.factor} = ${schedule.base * schedule.factor} (schedule: ${schedule.id})`,
      ]
    : []
  const last = new Map(dialect.code.map((line, index) => [assignmentOf(line).name, index]))
  const lines = dialect.code.map((line, index) => {
    const { name, expression } = assignmentOf(line)
    const found = values.after[name]
    if (overAll.test(expression) && found !== undefined) {
      known[name] = at(found)
      return `${name} = ${expression.replaceAll('np.', '')}, over all parameters = ${known[name]}`
    }
    const put = expression.replaceAll('np.', '').replace(identifier, (word) => {
      const value = known[word]
      if (value === undefined) return word
      return value < 0 || Object.is(value, -0) ? `(${value})` : String(value)
    })
    const result = last.get(name) === index ? values.after[name] : undefined
    if (result === undefined) return `${name} = ${put}`
    known[name] = at(result)
    return `${name} = ${put} = ${known[name]}`
  })
  return [...rate, ...lines]
}
