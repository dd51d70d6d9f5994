import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openStore } from '../../src/main/store'
import { buildVersion1 } from '../main/store/support/version-1'
import { documentWith } from '../support/experiments'
import { check } from './check'
import type { Dice } from './dice'
import type { Findings } from './findings'
import { cutPower } from './power'
import type { DiskFault, Shim } from './shim'
import type { Ending, Site, Visit } from './site'

export interface Round {
  readonly site: Site
  readonly dice: Dice
  readonly findings: Findings
  /** Undefined where there is none on this machine. */
  readonly shim: Shim | undefined
}

interface Scenario {
  /** On a database that others have been at before; else on a new one. */
  readonly shared: boolean
  readonly needsShim: boolean
  play(round: Round): Promise<void>
}

const never = 1e9
const seedOf = (dice: Dice): string => String(dice.below(2 ** 31))
const trace = /^\s+at .+:\d+:\d+\)?$/m

/** Killed at a random call to the system, or at a random moment. */
function kill({ site, dice, shim }: Round, mostCalls: number): Visit {
  const killAfter = dice.below(3_000)
  if (!shim || dice.below(2) === 0) return { killAfter }
  return {
    killAfter: 5_000,
    env: shim(site.folder, { error: 'KILL', after: dice.between(20, mostCalls), span: 1 }),
  }
}

function diskFault(dice: Dice): DiskFault {
  return {
    error: dice.pick(['EIO', 'ENOSPC']),
    after: dice.between(1, 2_000),
    span: dice.pick([1, 20, never]),
  }
}

/** Opened while a call to the system, which one is random, kills the process or fails. */
async function openUnderFault({ site, dice, findings, shim }: Round, mostCalls: number): Promise<void> {
  const error = dice.pick(['KILL', 'KILL', 'EIO', 'ENOSPC'] as const)
  const fault = { error, after: dice.between(1, mostCalls), span: dice.pick([1, never]) }
  const visit = shim ? { env: shim(site.folder, fault) } : { killAfter: 1 }
  const killed = error === 'KILL'
  checkEnding(await site.visit('child.js', ['open', site.file, seedOf(dice)], visit), killed, findings)
}

/** A process that was not killed by us must end by itself, with a status and no stack. */
function checkEnding({ code, signal, stderr, hung }: Ending, killed: boolean, findings: Findings): void {
  if (hung) return findings.add('hung or crashed', `it did not end: ${stderr}`)
  if (signal === 'SIGKILL' && killed) return
  if (signal !== null || trace.test(stderr)) {
    findings.add('hung or crashed', `${signal ?? `exit status ${code}`}: ${stderr}`)
  }
}

/** At work, then killed. */
const killed = (job: string, mostCalls: number): Scenario => ({
  shared: true,
  needsShim: false,
  async play(round) {
    const { site, dice, findings } = round
    const ending = await site.visit('child.js', [job, site.file, seedOf(dice)], kill(round, mostCalls))
    checkEnding(ending, true, findings)
    await check(site, findings)
  },
})

/** At work on a disk that fails for a while, or from then on. */
const failing: Scenario = {
  shared: true,
  needsShim: true,
  async play({ site, dice, findings, shim }) {
    const env = shim?.(site.folder, diskFault(dice)) ?? {}
    const job = dice.pick(['run', 'import', 'purge'])
    checkEnding(await site.visit('child.js', [job, site.file, seedOf(dice)], { env }), false, findings)
    await check(site, findings)
  },
}

/** The command line on such a disk. */
const commandLine: Scenario = {
  shared: true,
  needsShim: true,
  async play({ site, dice, findings, shim }) {
    const input = join(site.folder, 'input')
    mkdirSync(input, { recursive: true })
    const experiment = join(input, 'experiment.json')
    const methods = [{ optimizer: 'gd' }, { optimizer: 'adam' }]
    writeFileSync(
      experiment,
      JSON.stringify(documentWith({ iterations: dice.between(1, 1e6), runs: methods })),
    )
    const words = ['run', experiment, '--db', site.file, '--out', join(input, 'results'), '--quiet']
    const env = shim?.(site.folder, diskFault(dice)) ?? {}
    checkEnding(await site.visit('cli.js', words, { env }), false, findings)
    await check(site, findings)
  },
}

/** A database that is made, at every call to the system one time or another. */
const creation: Scenario = {
  shared: false,
  needsShim: true,
  async play(round) {
    for (let times = 0; times < 3; times++) await openUnderFault(round, 60)
    await check(round.site, round.findings)
  },
}

/** A database of the first version with many runs, stopped while it is brought up to date. */
const migration: Scenario = {
  shared: false,
  needsShim: false,
  async play(round) {
    const { site, dice, findings } = round
    buildVersion1(site.file)
    const runs = dice.between(10, 5_000)
    const db = new Database(site.file)
    db.exec(`
      create temp table more as with recursive n(i) as (values (3) union all select i + 1 from n where i < ${runs + 2})
        select i from n;
      insert into runs select i, launch, i, label, optimizer, dialect, hyper, schedule, batch, sampling, seed, objective,
        objective_label, dimension, rows, budget, record_every, status, reason, iterations, points, final_loss,
        best_loss, best_iteration, duration, started_at, ended_at, trashed_at, hash, note from runs, more where id = 1;
      insert into curve_chunks select i, series, chunk, count, data from curve_chunks, more where run = 1`)
    db.close()
    site.ledger.hear({ points: Array.from({ length: runs }, (_, index) => [index + 3, 4]) })
    for (let times = 0; times < 3; times++) await openUnderFault(round, 300)
    await check(site, findings)
  },
}

const harms: Readonly<Record<string, (file: string, dice: Dice) => void>> = {
  gone: (file) => rmSync(file),
  empty: (file) => writeFileSync(file, ''),
  'cut short': (file, dice) => {
    const descriptor = openSync(file, 'r+')
    ftruncateSync(descriptor, 1 + dice.below(statSync(file).size - 1))
    closeSync(descriptor)
  },
  'no database': (file) => writeFileSync(file, 'something else'),
  'of noise': (file) => {
    const descriptor = openSync(file, 'r+')
    const { size } = statSync(file)
    writeSync(descriptor, Buffer.alloc(size - 8_192, 0xa7), 0, size - 8_192, 8_192)
    closeSync(descriptor)
  },
}

/** A database that is lost or damaged, stopped while its backup is put in its place. */
const restore: Scenario = {
  shared: false,
  needsShim: true,
  async play(round) {
    const { site, dice, findings } = round
    checkEnding(await site.visit('child.js', ['backup', site.file, seedOf(dice)]), false, findings)
    const { store } = openStore({ file: site.file })
    await store.backup()
    store.close()
    const harm = dice.pick(Object.keys(harms))
    harms[harm](site.file, dice)
    const harmed = existsSync(site.file) && statSync(site.file).size > 0
    for (let times = 0; times < 3; times++) await openUnderFault(round, 60)
    checkEnding(await site.visit('child.js', ['open', site.file, seedOf(dice)]), false, findings)
    await check(site, findings)
    if (harmed && !site.names.some((name) => name.includes('.damaged-'))) {
      findings.add('lost', `the damaged file (${harm})`)
    }
  },
}

/** Killed while it records, then the power goes: what had not reached the disk is gone as well. */
const powerCut: Scenario = {
  shared: false,
  needsShim: false,
  async play({ site, dice, findings }) {
    const visit = { killAfter: dice.between(1, 3_000) }
    checkEnding(await site.visit('child.js', ['settle', site.file, seedOf(dice)], visit), true, findings)
    cutPower(site, dice, findings)
    await check(site, findings)
  },
}

/** Calls that no window makes. */
const payloads: Scenario = {
  shared: false,
  needsShim: false,
  async play({ site, dice, findings }) {
    const visit = { killAfter: 4_000 }
    checkEnding(await site.visit('child.js', ['payloads', site.file, seedOf(dice)], visit), true, findings)
    await check(site, findings)
  },
}

export const scenarios: Readonly<Record<string, Scenario>> = {
  run: killed('run', 2_000),
  import: killed('import', 2_000),
  backup: killed('backup', 4_000),
  purge: killed('purge', 2_000),
  sweep: killed('sweep', 4_000),
  creation,
  migration,
  restore,
  'failing disk': failing,
  'command line': commandLine,
  'power cut': powerCut,
  payloads,
}
