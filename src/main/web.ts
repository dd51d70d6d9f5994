import { join } from 'node:path'
import open from 'open'
import { openLab } from './lab/lab'
import { hasDisplay } from './launch/display.ts'
import { nodeComplaint } from './launch/node-version.ts'
import { doorTo } from './shell/lab-calls'
import { dataFolder, databaseIn } from './shell/paths'
import { onTermination } from './shell/signals'
import { usualPort, webOptions, type WebOptions } from './shell/web/options'
import { openWebShell } from './shell/web/server'
import { startFailure } from './shell/web/start-failure'

const here = import.meta.dirname

async function serve(options: WebOptions): Promise<void> {
  const lab = await openLab({
    database: databaseIn(dataFolder(options.data, process.env)),
    shell: 'browser',
    resources: join(here, '../../resources'),
    worker: new URL('./worker.js', import.meta.url),
    reader: new URL('./reader.js', import.meta.url),
    parser: new URL('./parser.js', import.meta.url),
  })
  const shell = await openWebShell({
    door: doorTo(lab),
    pages: join(here, '../renderer'),
    ports: options.port === undefined ? [usualPort, 0] : [options.port],
    onNextLink: (link) => process.stderr.write(`That link is used up. For another browser: ${link}\n`),
  }).catch(async (error: unknown) => {
    await lab.close()
    throw error
  })
  onTermination(async () => {
    await shell.close()
    await lab.close()
    process.exit(0)
  })
  const link = shell.link()
  process.stdout.write(`${link}\n`)
  // Where no browser can be opened, the link stands in the terminal all the same.
  if (options.open ?? hasDisplay(process.platform, process.env)) await open(link).catch(() => {})
}

const complaint = nodeComplaint(process.versions.node)
if (complaint !== undefined) {
  process.stderr.write(`${complaint}\n`)
  process.exit(1)
}
const options = webOptions(process.argv.slice(2))
if ('exit' in options) process.exit(options.exit)
try {
  await serve(options)
} catch (error) {
  process.stderr.write(`${startFailure(error, options.port ?? usualPort)}\n`)
  process.exit(1)
}
