import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { Dice } from './dice'
import { Findings, kinds } from './findings'
import { scenarios } from './scenarios'
import { buildShim } from './shim'
import { Site } from './site'
import { Tally } from './tally'

/** Rounds on one database, before a new one. */
const roundsASite = 12

const program = new Command('npm run test:faults --')
  .description('Breaks the lab for real, at random, and looks what is left of what it had acknowledged')
  .option('--minutes <n>', 'how long', Number, 5)
  .option('--rounds <n>', 'at most so many', Number, Infinity)
  .option('--seed <n>', 'repeats the choices of another time, if not its moments', Number, Date.now() % 1e6)
  .option('--only <names...>', `some of: ${Object.keys(scenarios).join(', ')}`)
  .parse()
const { minutes, rounds, seed, only } = program.opts<{
  minutes: number
  rounds: number
  seed: number
  only?: string[]
}>()
const unknown = only?.find((name) => !Object.hasOwn(scenarios, name))
if (unknown !== undefined) program.error(`there is no scenario ${unknown}`)

const folder = mkdtempSync(join(tmpdir(), 'descent-lab-faults-'))
const built = buildShim(folder)
const shim = typeof built === 'string' ? undefined : built
const names = Object.entries(scenarios).flatMap(([name, { needsShim }]) =>
  (only === undefined || only.includes(name)) && (shim || !needsShim) ? [name] : [],
)
process.stdout.write(`seed ${seed}, ${minutes} minutes at the most: ${names.join(', ')}\n`)
if (typeof built === 'string') process.stdout.write(`left out: what a failing disk does (${built})\n`)

const tally = new Tally()
let shared = new Site(folder)
const end = Date.now() + minutes * 60_000
for (let round = 0; names.length > 0 && round < rounds && Date.now() < end; round++) {
  const dice = new Dice(seed, round)
  // Each in its turn: a short time is enough for one of each.
  const name = names[round % names.length]
  const scenario = scenarios[name]
  if (round % roundsASite === 0 && round > 0) {
    shared.remove()
    shared = new Site(folder)
  }
  const site = scenario.shared ? shared : new Site(folder)
  const findings = new Findings()
  const [points, answers] = [site.ledger.acknowledged, site.ledger.answers]
  await scenario.play({ site, dice, findings, shim }).catch((error: unknown) => {
    findings.add('hung or crashed', error instanceof Error ? String(error.stack) : String(error))
  })
  tally.add(name, findings, site.ledger.acknowledged - points, site.ledger.answers - answers)
  for (const text of findings.texts) process.stdout.write(`round ${round} (${name}): ${text}\n`)
  // What is wrong with it would be found again and again; whoever looks for the reason finds it there.
  const keep = findings.texts.length > 0
  if (keep) process.stdout.write(`it is kept in ${site.folder}\n`)
  else if (!scenario.shared) site.remove()
  if (keep && scenario.shared) shared = new Site(folder)
}
process.stdout.write(`${tally.text}\n`)
if (tally.clean) rmSync(folder, { recursive: true, force: true })
process.exitCode = tally.clean ? 0 : 1
if (!tally.clean) process.stdout.write(`not 0: ${kinds.filter((kind) => tally.total(kind) > 0).join(', ')}\n`)
