import { Command } from 'commander'
import { chapter } from './chapter'
import { control } from './control'
import { formula } from './formula'
import { importing } from './importing'
import { kernels } from './kernels'
import { latency } from './latency'
import { leak } from './leak'
import { map } from './map'
import { decoding } from './messages'
import { race } from './race'
import { replay } from './replay'
import { machine, Report } from './report'
import { scaling } from './scaling'
import { screen } from './screen'
import { store } from './store'
import { sweep } from './sweep'
import { streaming } from './streaming'

const sections = {
  chapter,
  race,
  scaling,
  kernels,
  map,
  replay,
  sweep,
  formula,
  control,
  decoding,
  streaming,
  store,
  importing,
  latency,
  screen,
  leak,
} as const

const program = new Command('npm run bench --')
  .description('Benchmarks, side by side in one run; a ratio of 2 means: takes twice as long')
  .option('--json <file>', 'write all that was measured into this file')
  .option('--only <names...>', `some of ${Object.keys(sections).join(', ')}`)
  .parse()
const { json, only } = program.opts<{ json?: string; only?: string[] }>()
const unknown = only?.find((name) => !Object.hasOwn(sections, name))
if (unknown !== undefined) program.error(`there is no benchmark ${unknown}`)

const report = new Report()
const { processor, processors, memory, platform, node } = machine
report.say(
  `${processor}, ${processors} processors, ${Math.round(memory / 2 ** 30)} GiB, ${platform}, Node ${node}`,
)
try {
  for (const [name, section] of Object.entries(sections)) {
    if (only === undefined || only.includes(name)) await section(report)
  }
  report.conclude()
} finally {
  if (json !== undefined) report.save(json)
}
