import { spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as Get from '@electron/get'
import { progressLine, type Amount } from './progress.ts'
import { root } from './root.ts'

export type Fetched = { readonly ok: true } | { readonly ok: false; readonly reason: string }

export interface FetchLimits {
  /** Milliseconds without a byte after which the host counts as out of reach. */
  readonly patience: number
}

const electron = join(root, 'node_modules/electron')
const fromElectron = createRequire(join(electron, 'package.json'))

class OutOfReach extends Error {}

const codeOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  return codeOf(error instanceof AggregateError ? error.errors[0] : error.cause)
}

/** Why it could not be fetched, as the end of a sentence. */
function reasonOf(error: unknown): string {
  if (error instanceof OutOfReach) return 'the host it is downloaded from does not answer'
  const code = codeOf(error)
  if (code === 'ENOSPC') return 'the disk is full'
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'its folder cannot be written'
  if (code !== undefined) return `the host it is downloaded from cannot be reached (${code})`
  if (error instanceof Error && 'response' in error && error.response instanceof Response) {
    return `the host it is downloaded from answered ${error.response.status}`
  }
  if (error instanceof Error && /checksum/i.test(error.message)) return 'what came is not what was published'
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
}

/** Downloads the archive into Electron's own cache, checked against the package's checksums. */
async function download({ patience }: FetchLimits, onProgress: (amount: Amount) => void): Promise<void> {
  const get = (await import(pathToFileURL(fromElectron.resolve('@electron/get')).href)) as typeof Get
  const { version } = fromElectron('./package.json') as { version: string }
  const stop = new AbortController()
  const stopped = new Promise<never>((_resolve, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason))
  })
  const watchdog = setTimeout(() => stop.abort(new OutOfReach()), patience)
  try {
    const downloaded = get.downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      cacheRoot: process.env.electron_config_cache,
      checksums: process.env.electron_use_remote_checksums
        ? undefined
        : (fromElectron('./checksums.json') as Record<string, string>),
      downloadOptions: {
        signal: stop.signal,
        quiet: true,
        getProgressCallback: async (amount: Amount) => {
          watchdog.refresh()
          onProgress(amount)
        },
      },
    })
    // A name that is being looked up can't be aborted: then only the wait ends.
    await Promise.race([downloaded, stopped])
  } finally {
    clearTimeout(watchdog)
  }
}

/** Unpacks what is in the cache into the package, as the package does it itself. */
async function unpack(): Promise<void> {
  const child = spawn(process.execPath, [join(electron, 'install.js')], {
    env: { ...process.env, force_no_cache: '' },
    stdio: 'ignore',
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('it could not be unpacked')
}

/** Brings Electron's runtime, which is in no package: from its host, or the mirror the environment names. */
export async function fetchRuntime(limits: FetchLimits = { patience: 12_000 }): Promise<Fetched> {
  const progress = progressLine(process.stderr)
  try {
    // Of Node 24.14 and newer; what npm starts is.
    http.setGlobalProxyFromEnv?.()
    await download(limits, progress.show)
    progress.end()
    await unpack()
    return { ok: true }
  } catch (error) {
    progress.end()
    return { ok: false, reason: reasonOf(error) }
  }
}
