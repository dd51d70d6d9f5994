import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { transform } from 'lightningcss'
import { build, type Plugin } from 'vite'

/**
 * The desktop shell for Electron 22: its own source for the main process, the preload and the pages as
 * they were built. The lab is in a process beside it, as the database needs a newer Node than that one's.
 */

const root = resolve(import.meta.dirname, '../../..')
const adapter = join(root, 'test/desktop/adapter')
const built = join(root, 'out')
/** Chromium's version, as the style sheets' compiler wants it. */
const chrome = 108 << 16

const standIns: Plugin = {
  name: 'stand-ins',
  enforce: 'pre',
  resolveId(id, importer = '') {
    if (id === 'electron') {
      return importer.startsWith(adapter) ? { id: 'electron', external: true } : join(adapter, 'electron.ts')
    }
    return id === './lab/lab' && importer === join(root, 'src/main/electron.ts')
      ? join(adapter, 'lab-beside.ts')
      : undefined
  },
}

const shared = {
  configFile: false,
  root,
  logLevel: 'error',
  resolve: { alias: { '@core': join(root, 'src/worker/core') } },
} as const

async function adaptMain(folder: string): Promise<void> {
  await build({
    ...shared,
    plugins: [standIns],
    // Pages, preload and threads are those of the build.
    define: { 'import.meta.dirname': JSON.stringify(join(built, 'main')) },
    ssr: { noExternal: true },
    build: {
      ssr: join(adapter, 'main.ts'),
      outDir: folder,
      emptyOutDir: false,
      target: 'node16',
      minify: false,
      rollupOptions: { output: { format: 'cjs', entryFileNames: 'main.cjs', codeSplitting: false } },
    },
  })
  await build({
    ...shared,
    build: {
      ssr: join(adapter, 'lab-process.ts'),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { format: 'es', entryFileNames: 'lab.mjs', codeSplitting: false } },
    },
  })
}

const targets = { chrome }

/** A colour as Chromium 108 knows it: the first that is given for all of them. */
function olderColor(color: string): string {
  const code = Buffer.from(`a{color:${color}}`)
  const made = transform({ filename: 'color.css', code, targets, minify: true }).code.toString()
  return /color:([^;}]+)/.exec(made)?.[1] ?? color
}

/** Style sheets are compiled; scripts hold colours that they put into style sheets while they run. */
function adaptAsset(filename: string, code: Buffer): string | Uint8Array | undefined {
  if (filename.endsWith('.css')) return transform({ filename, code, targets }).code
  if (!filename.endsWith('.js') || !code.includes('oklch(')) return undefined
  return code.toString().replaceAll(/oklch\([\d.%\s/]+\)/g, olderColor)
}

function adaptPages(folder: string): void {
  const assets = join(folder, 'assets')
  mkdirSync(assets, { recursive: true })
  for (const filename of readdirSync(join(built, 'renderer/assets'))) {
    const adapted = adaptAsset(filename, readFileSync(join(built, 'renderer/assets', filename)))
    if (adapted !== undefined) writeFileSync(join(assets, filename), adapted)
  }
  const polyfills = createRequire(import.meta.url).resolve('core-js-bundle/minified.js')
  cpSync(polyfills, join(folder, 'polyfills.js'))
  const page = readFileSync(join(built, 'renderer/index.html'), 'utf8')
  const first = '<script src="./polyfills.js"></script>\n    <script type="module"'
  writeFileSync(join(folder, 'index.html'), page.replace('<script type="module"', first))
}

/** Makes the folder an app that Electron 22 runs. */
export async function adaptInto(folder: string): Promise<void> {
  await adaptMain(folder)
  adaptPages(join(folder, 'pages'))
  const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly name: string }
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ ...about, type: 'commonjs', main: 'main.cjs' }),
  )
}
