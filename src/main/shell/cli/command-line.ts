import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { plain } from '@core/plain-text'
import { version } from '../../../../package.json'
import { Fault } from '../../faults'
import { exportFormats } from '../../lab/export'
import { runMeasures } from '@core/comparison/runs'
import { compareRuns, type CompareOptions } from './compare'
import { printDialects } from './dialects'
import { exportRuns, sweepFormat, type ExportOptions } from './export-runs'
import { runFile, type RunOptions } from './run-file'
import type { Surroundings } from './experiment-in'
import type { Shard } from '../../lab/sweeps/sweeps'
import { merge } from './merge'
import { sweepFile, type SweepFileOptions } from './sweep-file'
import { verify, type VerifyOptions } from './verify'
import { reasonOf, write } from './terminal-text'

const exit = { done: 0, failed: 1, usage: 2 } as const
const commands = ['run', 'sweep', 'merge', 'verify', 'compare', 'export', 'dialects']
const formats = [...exportFormats, sweepFormat]
type Exit = (typeof exit)[keyof typeof exit]

function path(text: string): string {
  if (text !== '') return text
  throw new InvalidArgumentError('It must not be empty.')
}

/** One more of the numbers of runs. */
function runNumber(text: string, before: readonly number[] | undefined): readonly number[] {
  const run = /^[1-9]\d*$/.test(text) ? Number(text) : NaN
  if (Number.isSafeInteger(run)) return [...(before ?? []), run]
  throw new InvalidArgumentError('It must be the number of a run.')
}

function loss(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (Number.isFinite(value)) return value
  throw new InvalidArgumentError('It must be a number.')
}

/** `2/7` */
function shard(text: string): Shard {
  const [, part, of] = (/^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text) ?? []).map(Number)
  if (part !== undefined && of !== undefined && part <= of) return { part, of }
  throw new InvalidArgumentError('It must be a part of so many, like 2/7.')
}

function threadCount(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a number of threads.')
}

function programFor(surroundings: Surroundings): Command {
  const program = new Command('descent-lab')
    .description('Gradient descent and its variants, from the command line')
    .version(version)
    .exitOverride()
    // What is wrong with the words is said below, in one line.
    .configureOutput({ writeErr: () => undefined })
  program
    .command('run')
    .description('run every run of an experiment file')
    .argument('<file>', 'the experiment, in JSON', path)
    .option('--out <dir>', 'write runs.csv and curves.csv into this folder', path)
    .option('--db <file>', "keep the runs in this database, like the app's own", path)
    .option('--quiet', 'no progress on standard error', false)
    .addHelpText(
      'after',
      '\nThe format of the file is in resources/experiment.schema.json. A run with "maximize": true climbs;' +
        '\none with "changes": [{ "at": 500, "set": { "lr": 0.01 } }] makes its first 500 updates with the' +
        '\nsettings of "hyper" and all others with these. A schedule goes on to multiply the new "lr".' +
        '\n"forkOf" only tells which run it left.',
    )
    .action((file: string, options: RunOptions) => runFile(file, options, surroundings))
  program
    .command('sweep')
    .description(
      'make all runs of a sweep, or a part of them; those that the database has are not made again',
    )
    .argument('<file>', 'an experiment with ranges and a field "sweep", in JSON', path)
    .option('--db <file>', "keep the runs in this database, like the app's own", path)
    .option('--shard <i/n>', 'only every n-th run, from the i-th on: for many machines', shard)
    .option('--threads <n>', 'how many threads they share; else one a processor', threadCount)
    .option('--quiet', 'no progress on standard error', false)
    .action((file: string, options: SweepFileOptions) => sweepFile(file, options, surroundings))
  program
    .command('merge')
    .description('put the sweeps of several databases together in one; again does no harm')
    .argument('<out>', 'the database that gets all runs; it may have some of them already', path)
    .argument('<in...>', 'the databases that descent-lab sweep made')
    .action((out: string, files: string[]) => merge(out, files))
  program
    .command('verify')
    .description('repeat runs and compare every recorded point to the last bit')
    .argument('<run|file>', "a run's number in the history, or an experiment, in JSON", path)
    .option('--db <file>', "the run's database, if it is not the app's own", path)
    .option('--curves <file>', "compare the experiment's curves with this curves.csv as well", path)
    .option('--quiet', 'no progress on standard error', false)
    .action((what: string, options: VerifyOptions) => verify(what, options, surroundings))
  program
    .command('compare')
    .description('say which runs of the history are better, and how sure that is')
    .argument(
      '<runs...>',
      "the runs' numbers in the history; those that differ in their seed are a group",
      runNumber,
    )
    .addOption(
      new Option('--by <measure>', 'what is compared')
        .choices(Object.keys(runMeasures))
        .default('evaluations'),
    )
    .option('--target <loss>', 'how low is low enough; else a hundredth of the way is left', loss)
    .option('--db <file>', "the runs' database, if it is not the app's own", path)
    .action((runs: number[], options: CompareOptions) => compareRuns(runs, options, surroundings))
  program
    .command('export')
    .description('write runs of the history into a file')
    .argument('<runs...>', "the runs' numbers in the history", runNumber)
    .addOption(
      new Option('--format <format>', 'what to write')
        .choices(formats.map(({ id }) => id))
        .makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'the file to write', path)
    .option('--db <file>', "the runs' database, if it is not the app's own", path)
    .addHelpText(
      'after',
      `\nFormats:\n${formats.map(({ id, about }) => `  ${id.padEnd(16)}${about}`).join('\n')}`,
    )
    .action((runs: number[], options: ExportOptions) => exportRuns(runs, options, surroundings))
  program
    .command('dialects')
    .description("what tells the sources of a method's arithmetic apart: equations, defaults, paths")
    .argument('<method>', 'the method, as an experiment file has it: adam')
    .action(printDialects)
  return program
}

/** What to say about an error, and the exit status; nothing to say where help was asked for. */
function outcomeOf(error: unknown, command: string): readonly [Exit, string?] {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return [exit.done]
    const complaint = error.code === 'commander.help' ? 'no command was given' : error.message
    return [
      exit.usage,
      `${complaint.replace(/^error: |\.$/g, '')} (descent-lab ${command} --help shows the usage)`,
    ]
  }
  if (error instanceof Fault && error.kind === 'invalid') return [exit.usage, error.message]
  return [exit.failed, reasonOf(error)]
}

/** @returns the exit status: 0 done, 2 bad usage or an invalid file, 1 anything else */
export async function runCommandLine(words: readonly string[], surroundings: Surroundings): Promise<Exit> {
  // Every write says by itself whether it came to anything.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  try {
    await programFor(surroundings).parseAsync(words, { from: 'user' })
    return exit.done
  } catch (error) {
    const [status, complaint] = outcomeOf(error, commands.find((command) => command === words[0]) ?? 'run')
    if (complaint !== undefined)
      await write(process.stderr, `descent-lab: ${plain(complaint)}\n`).catch(() => undefined)
    return status
  }
}
