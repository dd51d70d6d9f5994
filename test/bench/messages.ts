import { decode, encode } from '@core/wire'
import type { CallResult } from '../../src/main/contract'
import { repeated, timingOf } from './measure'
import type { Report, Row } from './report'
import { Browser } from './watching/browser'
import { withDoor } from './watching/door'

const size = 10 * 2 ** 20

const list = 0xdd
const map = 0xdf
const emptyText = 0xa0

/** A head with a length of four bytes. */
function head(first: number, length: number): Buffer {
  const bytes = Buffer.alloc(5, first)
  bytes.writeUInt32BE(length, 1)
  return bytes
}

/** As often as there is room for it. */
const filled = (piece: Uint8Array): Buffer =>
  Buffer.concat(Array.from({ length: size / piece.length }, () => piece))
/** A list of the same value, as long as there is room for it. */
const listOf = (value: unknown): Buffer => {
  const piece = encode(value)
  return Buffer.concat([head(list, Math.floor(size / piece.length)), filled(piece)])
}

const messages: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['valid: an array of numbers', encode({ run: new Float64Array(size / 8) })],
  ['valid: one text', encode({ run: 'x'.repeat(size) })],
  ['valid: a text of three bytes a character', encode({ run: '\u2207'.repeat(size / 3) })],
  ['valid: a list of numbers', listOf(0.1)],
  ['hostile: a list of texts', listOf('some text')],
  ['valid: a list of short lists', listOf([0.1, 0.2])],
  ['hostile: a list of small maps', listOf({ of: 0.1 })],
  ['hostile: zeros', Buffer.alloc(size)],
  ['hostile: a list of nothing but small numbers', Buffer.concat([head(list, size), Buffer.alloc(size, 1)])],
  ['hostile: a list of empty lists', Buffer.concat([head(list, size), Buffer.alloc(size, 0x90)])],
  ['hostile: a list of empty texts', Buffer.concat([head(list, size), Buffer.alloc(size, emptyText)])],
  ['hostile: a map of empty keys', Buffer.concat([head(map, size / 2), Buffer.alloc(size, emptyText)])],
  ['hostile: lists in lists', Buffer.alloc(size, 0x91)],
  ['hostile: maps in maps', filled(Buffer.of(0x81, emptyText))],
  ['hostile: lists of 33 million', filled(head(list, 33_554_431))],
  ['hostile: no message at all', Buffer.alloc(size, 0xc1)],
]

/** How soon 10 MB of anything are answered over the web door. */
export async function decoding(report: Report): Promise<void> {
  await withDoor(async (address) => {
    const browser = await Browser.open(address, () => undefined)
    const rows: Row[] = []
    /** Whatever else goes on on the machine: of the thread's own time, in milliseconds. */
    let slowest = 0
    for (const [name, bytes] of messages) {
      let said = ''
      const before = process.threadCpuUsage()
      let times = 0
      const seconds = await repeated(
        async () => {
          const result = decode(await browser.post('runs.get', bytes)) as CallResult
          said = result.ok ? 'answered' : result.error.kind
          times += 1
        },
        { least: 7, seconds: 0.5 },
      )
      const { user, system } = process.threadCpuUsage(before)
      const busy = (user + system) / 1_000 / times
      rows.push({ name, ...timingOf(seconds), note: `${said}; ${busy.toFixed(0)} ms of the processor` })
      slowest = Math.max(slowest, busy)
    }
    browser.close()
    report.add('10 MB of anything through the web door, to the answer', rows)
    report.aim('of the main thread, 10 MB of anything take', slowest, { most: 100 }, 'ms')
  })
}
