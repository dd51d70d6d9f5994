import { join } from 'node:path'
import { runCommandLine } from './shell/cli/command-line'

process.exitCode = await runCommandLine(process.argv.slice(2), {
  resources: join(import.meta.dirname, '../../resources'),
  worker: new URL('./worker.js', import.meta.url),
})
