/** Breaks the lab for real, again and again: `npm run test:faults -- --minutes 60 --seed 7`. */
import { spawnSync } from 'node:child_process'
import { buildFaults } from './build.ts'

const { script, remove } = await buildFaults()
try {
  const words = [script, ...process.argv.slice(2)]
  process.exitCode = spawnSync(process.execPath, words, { stdio: 'inherit' }).status ?? 1
} finally {
  remove()
}
