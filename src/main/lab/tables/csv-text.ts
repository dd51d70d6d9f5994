import { TextDecoder } from 'node:util'
import { remedyText, type FileReading, type ReadOptions, type Remedy } from '@core/read-options'
import { Refusal } from './csv-refusal'

type Encoding = FileReading['encoding']

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** Files that are taken for tables, by how they begin. */
const others: readonly (readonly [string, readonly number[]])[] = [
  ['an Excel workbook or another zip archive; save its sheet as CSV', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel workbook; save its sheet as CSV', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF; look for the table as a CSV file', [0x25, 0x50, 0x44, 0x46]],
  ['a Parquet file; save its table as CSV', [0x50, 0x41, 0x52, 0x31]],
  ['packed with gzip; unpack it', [0x1f, 0x8b]],
]
/** Bytes that tell what kind of file it is. */
const telling = 4

const beginsWith = (bytes: Uint8Array, begin: readonly number[]): boolean =>
  begin.every((byte, index) => bytes[index] === byte)

const readWith = (remedy: Remedy): string => `read it with ${remedyText(remedy)}`

/** Of an encoding that the bytes do not fit: another that they may. */
const alternative = (encoding: Encoding): Remedy => ({
  encoding: encoding === 'utf-8' ? 'windows-1252' : 'auto',
})

/** A file's bytes as text, every line end as `\n`: piece by piece, wherever it is cut. */
export class CsvText {
  private begin = new Uint8Array()
  private decoder: TextDecoder | undefined
  private decided: Encoding = 'utf-8'
  private heldReturn = ''

  constructor(private readonly chosen: ReadOptions['encoding']) {}

  get encoding(): Encoding {
    return this.decided
  }

  /**
   * The text of the next bytes.
   * @param linesBefore line ends in all the text before
   * @throws Refusal
   */
  push(bytes: Uint8Array, linesBefore: () => number): string {
    if (this.decoder) return this.decode(this.decoder, bytes, linesBefore)
    this.begin = Buffer.concat([this.begin, bytes])
    return this.begin.length < telling ? '' : this.open(this.begin, linesBefore)
  }

  /** What is left, once the last bytes have gone through. */
  end(linesBefore: () => number): string {
    const opened = this.decoder ? '' : this.open(this.begin, linesBefore)
    const last = this.decode(this.decoder, undefined, linesBefore)
    return `${opened}${last}${this.heldReturn === '' ? '' : '\n'}`
  }

  private open(begin: Uint8Array, linesBefore: () => number): string {
    const [other] = others.find(([, signature]) => beginsWith(begin, signature)) ?? []
    if (other !== undefined) throw new Refusal(`is ${other}, and choose that`)
    const [marked] = marks.find(([, mark]) => beginsWith(begin, mark)) ?? []
    if (marked !== undefined && this.chosen !== 'auto' && this.chosen !== marked) {
      const remedy: Remedy = { encoding: marked }
      throw new Refusal(`begins with the byte order mark of ${marked}; ${readWith(remedy)}`, [remedy])
    }
    this.decided = this.chosen === 'auto' ? (marked ?? 'utf-8') : this.chosen
    this.decoder = new TextDecoder(this.decided, { fatal: true })
    return this.decode(this.decoder, begin, linesBefore)
  }

  private decode(
    decoder: TextDecoder | undefined,
    bytes: Uint8Array | undefined,
    linesBefore: () => number,
  ): string {
    let text: string
    try {
      text = decoder?.decode(bytes, { stream: bytes !== undefined }) ?? ''
    } catch {
      throw this.undecodable(bytes ?? new Uint8Array(), linesBefore())
    }
    if (text.includes('\0')) throw this.nulls(text)
    return this.withOneLineEnd(text, bytes === undefined)
  }

  private undecodable(bytes: Uint8Array, linesBefore: number): Refusal {
    const text = this.withOneLineEnd(new TextDecoder(this.decided).decode(bytes), true)
    // A letter that was cut before these bytes looks wrong at their very beginning.
    const at = text.indexOf('\uFFFD', linesBefore > 0 ? telling : 0)
    const line = linesBefore + text.slice(0, Math.max(0, at)).split('\n').length
    const remedy = alternative(this.decided)
    const name = this.decided === 'utf-8' ? 'UTF-8' : this.decided
    return new Refusal(`has bytes on line ${line} that are not ${name}; ${readWith(remedy)}`, [remedy])
  }

  /** Every other byte of most texts in UTF-16 is zero. */
  private nulls(text: string): Refusal {
    const remedy: Remedy = { encoding: text.indexOf('\0') % 2 === 0 ? 'utf-16be' : 'utf-16le' }
    return new Refusal(`has zero bytes: it is no text, or one in UTF-16 (${readWith(remedy)})`, [remedy])
  }

  private withOneLineEnd(text: string, last: boolean): string {
    const all = this.heldReturn + text
    // Half of a line end of two characters, perhaps.
    this.heldReturn = !last && all.endsWith('\r') ? '\r' : ''
    const whole = this.heldReturn === '' ? all : all.slice(0, -1)
    return whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole
  }
}
