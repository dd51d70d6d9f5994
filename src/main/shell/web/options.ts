import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { version } from '../../../../package.json'

export interface WebOptions {
  /** 0 takes a free one; undefined the usual one, or a free one where that is taken. */
  readonly port?: number
  readonly data?: string
  /** Undefined leaves it to whether there is a display. */
  readonly open?: boolean
}

/** A browser keeps what is not saved by the address: at the same one, the next lab finds it again. */
export const usualPort = 4816

function port(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isInteger(number) && number >= 0 && number <= 65_535) return number
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.')
}

/** Reads the words after the program's name; where they ask for help or are wrong, says so and gives the exit status. */
export function webOptions(words: readonly string[]): WebOptions | { readonly exit: 0 | 2 } {
  const program = new Command('descent-lab')
    .description('Descent Lab in the browser, on this machine only')
    .version(version)
    .option('--port <number>', `the port to listen at, else ${usualPort}; 0 takes a free one`, port)
    .option('--data <folder>', 'where the database is kept')
    .option('--open', 'open the lab in the default browser')
    .option('--no-open', 'only print the link')
    .exitOverride()
  // `--no-open` alone would make it true where nothing is said.
  program.setOptionValue('open', undefined)
  try {
    return program.parse(words, { from: 'user' }).opts<WebOptions>()
  } catch (error) {
    if (error instanceof CommanderError) return { exit: error.exitCode === 0 ? 0 : 2 }
    throw error
  }
}
