import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { loadConfigFromFile } from 'electron-vite'
import { createServer } from 'vite'
import { decide } from './decide.ts'
import { factsHere } from './machine.ts'
import { forgetBuild, fresh } from './fresh.ts'
import { root } from './root.ts'

const words = process.argv.slice(2).filter((word) => word !== '--browser')

/** A window whose pages and main process follow the sources. */
async function developWindow(): Promise<number> {
  // What it leaves in `out/` is made for developing.
  forgetBuild()
  const builder = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const child = spawn(process.execPath, [builder, 'dev', '--watch', '--', ...words], {
    cwd: root,
    stdio: 'inherit',
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}

/** The pages follow the sources; calls, events and links go on to the built browser shell behind them. */
async function developInBrowser(): Promise<number> {
  await fresh()
  const lab = spawn(process.execPath, [join(root, 'out/main/web.js'), '--no-open', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  process.on('SIGTERM', () => lab.kill())
  const links = createInterface(lab.stdout)
  const ended = once(lab, 'exit') as Promise<[number | null]>
  const started = await Promise.race([once(links, 'line') as Promise<[string]>, ended])
  const [link] = started
  if (typeof link !== 'string') return link ?? 1

  const target = new URL(link).origin
  const { config } = await loadConfigFromFile(
    { command: 'serve', mode: 'development' },
    join(root, 'electron.vite.config.ts'),
  )
  const server = await createServer({
    ...config.renderer,
    configFile: false,
    server: {
      host: '127.0.0.1',
      proxy: { '^/(call/|\\?token=)': { target }, '^/events$': { target, ws: true } },
    },
  })
  await server.listen()
  const pages = new URL(server.resolvedUrls?.local[0] ?? target).origin
  process.stdout.write(`${link.replace(target, pages)}\n`)
  lab.stderr.on('data', (text: Buffer) => process.stderr.write(String(text).replaceAll(target, pages)))

  const [code] = await ended
  await server.close()
  return code ?? 1
}

// The terminal tells the child too, and this ends with it.
process.on('SIGINT', () => {})
const desktop =
  !process.argv.includes('--browser') && decide(factsHere(words, process.env)).shell === 'desktop'
process.exitCode = await (desktop ? developWindow() : developInBrowser())
