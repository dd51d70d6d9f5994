import { join } from 'node:path'
import { nodeComplaint } from './launch/node-version.ts'
import { runCommandLine } from './shell/cli/command-line'

const complaint = nodeComplaint(process.versions.node)
if (complaint !== undefined) {
  process.stderr.write(`${complaint}\n`)
  process.exit(1)
}
process.exitCode = await runCommandLine(process.argv.slice(2), {
  resources: join(import.meta.dirname, '../../resources'),
  worker: new URL('./worker.js', import.meta.url),
  reader: new URL('./reader.js', import.meta.url),
})
