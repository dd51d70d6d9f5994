import type { FileReading, ReadOptions, Remedy } from '@core/read-options'

type Key = keyof ReadOptions

/** A choice about the reading of a file, in words. */
interface Choice<Value> {
  readonly label: string
  readonly values: readonly (readonly [value: Value, label: string])[]
}

export const choices: { readonly [Name in Key]: Choice<ReadOptions[Name]> } = {
  encoding: {
    label: 'Encoding',
    values: [
      ['auto', 'Automatic'],
      ['utf-8', 'UTF-8'],
      ['windows-1252', 'Windows-1252'],
      ['utf-16le', 'UTF-16 LE'],
      ['utf-16be', 'UTF-16 BE'],
    ],
  },
  separator: {
    label: 'Separator',
    values: [
      ['auto', 'Automatic'],
      [',', 'Comma'],
      [';', 'Semicolon'],
      ['\t', 'Tab'],
      ['|', 'Bar'],
    ],
  },
  decimal: {
    label: 'Decimal sign',
    values: [
      ['.', 'Point: 1.5'],
      [',', 'Comma: 1,5'],
    ],
  },
  thousands: {
    label: 'Thousands',
    values: [
      ['none', 'Not grouped'],
      [',', 'Comma: 1,234'],
      ['.', 'Point: 1.234'],
      [' ', 'Space: 1 234'],
    ],
  },
  header: {
    label: 'First line',
    values: [
      [true, 'Names the columns'],
      [false, 'Is a row'],
    ],
  },
  index: {
    label: 'First column',
    values: [
      ['auto', 'Automatic'],
      ['keep', 'Is read'],
      ['drop', 'Is left out'],
    ],
  },
  missing: {
    label: 'Rows with missing cells',
    values: [
      ['refuse', 'Are refused'],
      ['drop-rows', 'Are left out'],
    ],
  },
}

export const choiceKeys = Object.keys(choices) as readonly Key[]

const labelOf = (key: Key, value: unknown): string =>
  choices[key].values.find(([each]) => each === value)?.[1] ?? String(value)

export interface ChoiceItem {
  /** As JSON: what a list of choices can tell apart. */
  readonly value: string
  readonly label: string
}

/** What can be chosen, and of what is left to the reader what it decided. */
export function itemsOf(key: Key, { decimal }: ReadOptions, decided: FileReading | undefined): ChoiceItem[] {
  const possible = choices[key].values.filter(([value]) => key !== 'thousands' || value !== decimal)
  return possible.map(([value, label]) => {
    const found = value === 'auto' && decided ? `: ${labelOf(key, decided[key]).toLowerCase()}` : ''
    return { value: JSON.stringify(value), label: `${label}${found}` }
  })
}

/** The options with one of them chosen otherwise; a sign can't group what it also divides. */
export function withChoice(options: ReadOptions, remedy: Remedy): ReadOptions {
  const next = { ...options, ...remedy }
  return next.thousands === next.decimal ? { ...next, thousands: 'none' } : next
}

/** `Encoding: Windows-1252` */
export const remedyLabel = (remedy: Remedy): string =>
  choiceKeys
    .filter((key) => key in remedy)
    .map((key) => `${choices[key].label}: ${labelOf(key, remedy[key])}`)
    .join(', ')

/** Whether a remedy is already taken. */
export const isTaken = (options: ReadOptions, remedy: Remedy): boolean =>
  choiceKeys.every((key) => !(key in remedy) || remedy[key] === options[key])
