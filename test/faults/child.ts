/** A process with a lab in it that can be killed: `node child.js JOB DATABASE SEED...`. */
import { Fault } from '../../src/main/faults'
import { Dice } from './dice'
import { AtLab } from './jobs/at-lab'
import { backingUp, opening, settling } from './jobs/at-store'
import { payloads } from './jobs/payloads'

async function atLab(file: string, dice: Dice, work: (lab: AtLab) => Promise<void>): Promise<void> {
  const lab = await AtLab.open(file, dice)
  for (let times = dice.between(1, 6); times > 0; times--) await work(lab)
  await lab.close()
}

const jobs = {
  run: (file, dice) => atLab(file, dice, (lab) => lab.experiment()),
  import: (file, dice) => atLab(file, dice, (lab) => lab.import()),
  purge: (file, dice) =>
    atLab(file, dice, async (lab) => {
      await lab.experiment()
      await lab.tidy()
    }),
  sweep: (file, dice) => atLab(file, dice, (lab) => lab.sweep()),
  backup: backingUp,
  settle: settling,
  open: opening,
  payloads,
} as const satisfies Record<string, (file: string, dice: Dice) => void | Promise<void>>

const [job, file, ...seeds] = process.argv.slice(2)
try {
  await jobs[job as keyof typeof jobs](file, new Dice(...seeds.map(Number)))
} catch (error) {
  // A sentence is an answer, if the disk fails just when it is opened.
  if (!(error instanceof Fault)) throw error
}
