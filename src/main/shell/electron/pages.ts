import { readFile } from 'node:fs/promises'
import { extname, isAbsolute, relative, resolve } from 'node:path'
import type { CustomScheme } from 'electron'
import type { FileStream } from '../../lab/export/exports'
import { goneFile, type LabDoor } from '../lab-calls'
import { pageHeaders } from '../policy'

const scheme = 'app'
const host = 'lab'

/** Where the pages come from; nothing else may call. */
export const pagesOrigin = `${scheme}://${host}`

export const pagesScheme: CustomScheme = {
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
}

const empty = (status: number): Response => new Response(null, { status, headers: pageHeaders })

/** The file a page's address means, or undefined where it means none inside the folder. */
function fileAt(folder: string, address: string): string | undefined {
  const url = URL.parse(address)
  if (url?.protocol !== `${scheme}:` || url.host !== host) return undefined
  let path: string
  try {
    path = decodeURIComponent(url.pathname)
  } catch {
    return undefined
  }
  if (/[\\\0]/.test(path)) return undefined
  const file = resolve(folder, `.${path === '' || path === '/' ? '/index.html' : path}`)
  const inside = relative(folder, file)
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? undefined : file
}

const exports = `${pagesOrigin}/export/`

/** Bytes that are made as they are taken, and no more of them once nobody takes any. */
function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]()
  return new ReadableStream(
    {
      async pull(controller) {
        const { value, done } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

/** A file that the lab makes while it is fetched. */
function streamed(file: FileStream | undefined): Response {
  if (!file) {
    return new Response(goneFile, {
      status: 404,
      headers: { ...pageHeaders, 'content-type': 'text/plain; charset=utf-8' },
    })
  }
  return new Response(streamOf(file.pieces), {
    headers: { ...pageHeaders, 'content-type': file.type, 'content-disposition': 'attachment' },
  })
}

/** Answers `app://lab/...` from a folder, `app://lab/export/...` from the lab, and nothing else. */
export const pagesFrom =
  (folder: string, files: Pick<LabDoor, 'file'>) =>
  async ({ method, url }: Pick<Request, 'method' | 'url'>): Promise<Response> => {
    if (method !== 'GET') return empty(405)
    if (url.startsWith(exports)) return streamed(await files.file(url.slice(pagesOrigin.length + 1)))
    const file = fileAt(folder, url)
    if (file === undefined) return empty(403)
    try {
      const body = new Uint8Array(await readFile(file))
      const type = types[extname(file)] ?? 'application/octet-stream'
      return new Response(body, { headers: { ...pageHeaders, 'content-type': type } })
    } catch {
      return empty(404)
    }
  }
