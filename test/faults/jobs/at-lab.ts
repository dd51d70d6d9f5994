import type { CallInput, CallName, CallOutput, RunRecord, SweepRecord } from '../../../src/main/contract'
import { dispatch } from '../../../src/main/lab/dispatch'
import type { Lab } from '../../../src/main/lab/lab'
import { hasEnded } from '../../../src/main/lab/runs/prepare'
import type { Dice } from '../dice'
import { say } from '../words'
import { labOn } from './lab-on'

/** How every answer ends that wraps an error nobody has thought of. */
const unforeseen = /^"[\w.]+" failed: /

const tableRows = (dice: Dice, rows: number): string =>
  `x,y\n${Array.from({ length: rows }, (_, row) => `${row},${dice.below(1_000) / 8}\n`).join('')}`

/** A lab at work as the windows have it; it says what is stored as soon as it hears of it. */
export class AtLab {
  private readonly runs = new Map<number, RunRecord>()
  private readonly sweeps = new Map<number, SweepRecord>()
  private wake: () => void = () => undefined

  private constructor(
    private readonly lab: Lab,
    /** Whether what is stored stands where it will be looked for. */
    private keeps: boolean,
    file: string,
    private readonly dice: Dice,
  ) {
    lab.on('app.changed', ({ database }) => (this.keeps = database === file))
    lab.on('sweeps.changed', (records) => {
      for (const record of records) this.sweeps.set(record.id, record)
      if (this.keeps) say({ swept: records.map(({ id, done }) => [id, done]) })
      this.wake()
    })
    lab.on('runs.changed', (records) => {
      for (const record of records) this.runs.set(record.id, record)
      if (this.keeps) say({ points: records.map(({ id, points }) => [id, points]) })
      this.wake()
    })
  }

  static async open(file: string, dice: Dice): Promise<AtLab> {
    const lab = await labOn(file)
    const { database } = await lab.handlers['app.info']({})
    const atLab = new AtLab(lab, database === file, file, dice)
    say({ points: [] })
    return atLab
  }

  /** Undefined where the lab says no, as it may on a broken disk; why must be a sentence. */
  async call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
  ): Promise<CallOutput<Name> | undefined> {
    const result = await dispatch(this.lab.handlers, name, input)
    if (result.ok) return result.value as CallOutput<Name>
    if (unforeseen.test(result.error.message)) say({ unclear: result.error.message })
    return undefined
  }

  /** Runs two methods to their end, disturbed now and then. */
  async experiment(): Promise<void> {
    const { dice } = this
    const every = dice.pick([1, 1, 3])
    const experiment = {
      format: 'descent-lab/experiment@1',
      name: `Rosenbrock ${dice.below(100)}`,
      objective: { id: 'rosenbrock' },
      start: [-1.25, 1],
      iterations: dice.between(1_000, 300_000) * every,
      record: { every },
      stop: { gradientNorm: 0, parameterChange: 0, divergeAbove: 0 },
      runs: [
        { optimizer: 'gd', hyper: { lr: 0.0005 } },
        { optimizer: 'adam', hyper: { lr: 0.01 } },
      ],
    }
    const ids = (await this.call('runs.start', { experiment }))?.map(({ id }) => id) ?? []
    if (ids.length === 0) return
    if (dice.below(4) === 0) {
      await this.call('runs.control', { runs: ids, action: 'pause' })
      await this.call('runs.control', { runs: ids, action: dice.pick(['resume', 'cancel']) })
    }
    const going = (id: number): boolean => {
      const run = this.runs.get(id)
      return run === undefined || !hasEnded(run)
    }
    while (ids.some(going)) await new Promise<void>((settle) => (this.wake = settle))
  }

  /** Goes on with a sweep that somebody left, or begins one; to its end, stopped and gone on with now and then. */
  async sweep(): Promise<void> {
    const { dice } = this
    const left = (await this.call('sweeps.list', {}))?.find(({ status }) => status === 'interrupted')
    const document = {
      format: 'descent-lab/experiment@1',
      name: `Rates ${dice.below(100)}`,
      objective: { id: dice.pick(['rosenbrock', 'beale']) },
      start: 'random',
      iterations: dice.between(10, 20_000),
      runs: [{ optimizer: 'adam', hyper: { lr: { from: 1e-4, to: 1, scale: 'log' } } }],
      sweep: {
        design: 'sobol',
        trials: dice.between(1, 60),
        seeds: dice.between(1, 10),
        keep: dice.pick(['values', 'values', 'curves']),
      },
    }
    const begun = left
      ? await this.call('sweeps.control', { sweep: left.id, action: 'resume' })
      : await this.call('sweeps.start', { document })
    if (!begun) return
    const { id } = begun
    if (dice.below(3) === 0) {
      await this.call('sweeps.control', { sweep: id, action: 'pause' })
      await this.call('sweeps.extend', { sweep: id, seeds: dice.below(3), trials: dice.below(20) })
    }
    while ((this.sweeps.get(id) ?? begun).status === 'running')
      await new Promise<void>((settle) => (this.wake = settle))
  }

  /** Brings a table in, piece by piece. */
  async import(): Promise<void> {
    const { dice } = this
    const rows = dice.between(1, 100_000)
    const bytes = Buffer.from(tableRows(dice, rows))
    const id = await this.call('datasets.open', { name: 'table.csv', bytes: bytes.length })
    if (id === undefined) return
    const piece = dice.between(1_000, 500_000)
    for (let at = 0; at < bytes.length; at += piece) {
      const data = bytes.subarray(at, at + piece)
      if (!(await this.call('datasets.append', { import: id, at, data }))) return
    }
    if (dice.below(8) === 0 || !(await this.call('datasets.finish', { import: id }))) return
    const kept = await this.call('datasets.keep', { import: id, name: 'table.csv' })
    if (kept && this.keeps) say({ table: { name: kept.name, rows } })
  }

  /** Puts runs into the trash, takes some out again and empties it of others. */
  async tidy(): Promise<void> {
    const { dice } = this
    const all = (await this.call('runs.list', {}))?.filter(hasEnded).map(({ id }) => id) ?? []
    const trashed = dice.some(all).slice(0, 6)
    if (trashed.length === 0 || !(await this.changed('runs.trash', trashed))) return
    const back = dice.some(trashed)
    if (back.length > 0) await this.changed('runs.restore', back)
    const purged = dice.some(trashed.filter((id) => !back.includes(id))).slice(0, 3)
    if (purged.length === 0) return
    say({ purging: purged })
    if ((await this.changed('runs.purge', purged)) && this.keeps) say({ purged })
  }

  close(): Promise<void> {
    return this.lab.close()
  }

  private async changed(
    name: 'runs.trash' | 'runs.restore' | 'runs.purge',
    runs: number[],
  ): Promise<boolean> {
    return (await this.call(name, { runs })) === null
  }
}
