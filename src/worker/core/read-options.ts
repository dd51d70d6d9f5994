import { z } from './zod'
import { pathText, type Issue } from './issues'

/** How a file is read where nobody says: what is left to the reader, the rows of the file must confirm. */
export const readOptions = z
  .strictObject({
    encoding: z
      .enum(['auto', 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])
      .default('auto')
      .describe(
        'How bytes stand for letters. "auto": as the byte order mark says, else UTF-8; a file that is neither is refused.',
      ),
    separator: z
      .enum(['auto', ',', ';', '\t', '|'])
      .default('auto')
      .describe(
        'What stands between the cells. "auto": as a line "sep=;" says, else what gives the first rows as many cells as the header; where several do, the file is refused.',
      ),
    decimal: z
      .enum(['.', ','])
      .default('.')
      .describe('The decimal sign. A cell that is a number only with the other one is no number.'),
    thousands: z
      .enum(['none', ',', '.', ' '])
      .default('none')
      .describe('What groups the digits of large numbers by three, as in 1,234,567.'),
    header: z
      .boolean()
      .default(true)
      .describe('Whether the first line names the columns; if not, they are "column 1", "column 2", ...'),
    index: z
      .enum(['auto', 'keep', 'drop'])
      .default('auto')
      .describe(
        'The first column, where it only numbers the rows. "auto": left out if it has no name; "drop": left out in any case, also where the header has one cell less than the rows, as R writes it.',
      ),
    missing: z
      .enum(['refuse', 'drop-rows'])
      .default('refuse')
      .describe(
        'What to do about missing cells (empty, NA, N/A, NaN, null, None, ?, -) in the columns that are used. "drop-rows" leaves out every row that has one; cells of other columns do not count.',
      ),
  })
  .meta({
    id: 'read',
    description:
      'How a CSV file is read; left out, by the automatic rules. Of a table that was imported, how it was read then, which only an import can change; "missing" can be changed at any time.',
  })

/** What is chosen about the reading of a file, and what is left to the reader. */
export type ReadOptions = z.infer<typeof readOptions>

/** How a file was read: nothing is left open. */
export interface FileReading extends ReadOptions {
  readonly encoding: Exclude<ReadOptions['encoding'], 'auto'>
  readonly separator: Exclude<ReadOptions['separator'], 'auto'>
  readonly index: Exclude<ReadOptions['index'], 'auto'>
}

/** A choice that would mend what is wrong with a file. */
export type Remedy = Partial<ReadOptions>

export const automatic: ReadOptions = readOptions.parse({})

/** A remedy as it is written in an experiment file: `"decimal": ","`. */
export const remedyText = (remedy: Remedy): string =>
  Object.entries(remedy)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(', ')

const at = (key: keyof ReadOptions): string => pathText(['objective', 'data', 'read', key])

/** A rule that no single key can tell. */
export function readIssues({ decimal, thousands }: ReadOptions): Issue[] {
  if (thousands !== decimal) return []
  return [{ path: at('thousands'), message: `must not be the decimal sign, ${JSON.stringify(decimal)}` }]
}

/** The choices that a file was not read with: asked for, and decided otherwise when it was read. */
export function otherwiseRead(asked: ReadOptions, reading: FileReading): Issue[] {
  return readOptions.keyof().options.flatMap((key) => {
    if (key === 'missing' || asked[key] === 'auto' || asked[key] === reading[key]) return []
    const message = `must be ${JSON.stringify(reading[key])}, with which this table was read; import its file again to read it otherwise`
    return [{ path: at(key), message }]
  })
}
