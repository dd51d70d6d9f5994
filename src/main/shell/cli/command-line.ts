import { Command, CommanderError } from 'commander'
import { version } from '../../../../package.json'
import { Fault } from '../../faults'
import type { LabOptions } from '../../lab/lab'
import { runFile } from './run-file'

/** What the command line needs to open a lab. */
export type Surroundings = Pick<LabOptions, 'resources' | 'worker'>

const exit = { done: 0, failed: 1, usage: 2 } as const

/** @returns the exit status: 0 done, 2 bad usage or an invalid file, 1 anything else */
export async function runCommandLine(words: readonly string[], surroundings: Surroundings): Promise<number> {
  let status: number = exit.done
  const program = new Command('descent-lab')
    .description('Gradient descent and its variants, from the command line')
    .version(version)
    .exitOverride()
  program
    .command('run')
    .description('run every run of an experiment file')
    .argument('<file>', 'the experiment, in JSON')
    .option('--out <dir>', 'write runs.csv and curves.csv into this folder')
    .option('--db <file>', "keep the runs in this database, like the app's own")
    .option('--quiet', 'no progress on standard error', false)
    .action(async (file: string, options: { out?: string; db?: string; quiet: boolean }) => {
      const finished = await runFile(file, options, surroundings)
      status = finished ? exit.done : exit.failed
    })
  try {
    await program.parseAsync(words, { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`descent-lab: ${message}\n`)
    return error instanceof Fault && error.kind === 'invalid' ? exit.usage : exit.failed
  }
}
