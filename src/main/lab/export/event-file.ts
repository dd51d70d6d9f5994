/**
 * TensorBoard's event file: TFRecords (length, masked CRC-32C, data, masked CRC-32C) of `Event`
 * messages in protocol buffers. Sources: tensorflow/core/lib/io/record_writer.h, and of
 * tensorflow/core the messages event.proto, summary.proto and tensor.proto.
 */

/** CRC-32C (Castagnoli, reflected polynomial 0x82f63b78), a byte at a time. */
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  return crc
})

/** The checksum as a TFRecord has it: rotated right by 15 bits, plus a constant. */
export function maskedCrc(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0xffffffff
  for (let at = from; at < to; at++) crc = crcTable[(crc ^ bytes[at]) & 0xff] ^ (crc >>> 8)
  crc = ~crc >>> 0
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}

const text = (value: string): Uint8Array => Buffer.from(value, 'utf8')

function varint(value: number): number[] {
  const bytes: number[] = []
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80)
  return [...bytes, value]
}

/** A field of bytes: a string, or a message in the message. */
const field = (number: number, bytes: ArrayLike<number>): number[] => [
  ...varint(number * 8 + 2),
  ...varint(bytes.length),
  ...Array.from(bytes),
]

/** `SummaryMetadata`: for the scalars plugin, of the class of scalars. */
const scalarMetadata = field(9, [...field(1, field(1, text('scalars'))), 4 * 8, 1])

/** `TensorProto` without its number: DT_DOUBLE, no dimensions, one value to come. */
const tensorHead = [1 * 8, 2, ...field(2, []), ...varint(6 * 8 + 2), 8]
const numberBytes = 8

/** All of a `Summary.Value` that comes before its number. */
function valueHead(tag: string, metadata: readonly number[]): Uint8Array {
  const inner = [
    ...field(1, text(tag)),
    ...metadata,
    ...varint(8 * 8 + 2),
    tensorHead.length + numberBytes,
    ...tensorHead,
  ]
  return Uint8Array.from([...varint(1 * 8 + 2), ...varint(inner.length + numberBytes), ...inner])
}

/** The most that an event takes beside its values: the record's frame, wall time, step, and the summary's head. */
const eventRoom = 16 + 9 + 11 + 11

export interface ScalarEvents {
  /** Seconds since 1970, of each event. */
  readonly times: Float64Array
  readonly steps: ArrayLike<number>
  /** A column a tag. */
  readonly columns: readonly Float64Array[]
}

/** Writes the records of an event file; the first events of each tag say what kind of summary it is. */
export class EventWriter {
  private heads: readonly Uint8Array[]
  private readonly laterHeads: readonly Uint8Array[]

  constructor(tags: readonly string[]) {
    this.heads = tags.map((tag) => valueHead(tag, scalarMetadata))
    this.laterHeads = tags.map((tag) => valueHead(tag, []))
  }

  /** The record that every event file begins with. */
  version(seconds: number): Uint8Array {
    const event = Buffer.concat([Buffer.alloc(9), Buffer.from(field(3, text('brain.Event:2')))])
    event[0] = 1 * 8 + 1
    event.writeDoubleLE(seconds, 1)
    const record = Buffer.alloc(event.length + 16)
    record.set(event, 12)
    return record.subarray(0, frame(record, 0, event.length))
  }

  scalars({ times, steps, columns }: ScalarEvents): Uint8Array {
    if (steps.length === 0) return new Uint8Array()
    const first = this.events({ times, steps, columns }, 0, 1)
    this.heads = this.laterHeads
    return Buffer.concat([first, this.events({ times, steps, columns }, 1, steps.length)])
  }

  private events({ times, steps, columns }: ScalarEvents, from: number, to: number): Uint8Array {
    const summary = this.heads.reduce((sum, head) => sum + head.length + numberBytes, 0)
    const bytes = Buffer.allocUnsafe((to - from) * (eventRoom + summary))
    let end = 0
    for (let index = from; index < to; index++) {
      const start = end + 12
      let at = start
      bytes[at++] = 1 * 8 + 1
      at = bytes.writeDoubleLE(times[index], at)
      const middle = [2 * 8, ...varint(steps[index]), ...varint(5 * 8 + 2), ...varint(summary)]
      bytes.set(middle, at)
      at += middle.length
      for (let column = 0; column < columns.length; column++) {
        bytes.set(this.heads[column], at)
        at = bytes.writeDoubleLE(columns[column][index], at + this.heads[column].length)
      }
      end = frame(bytes, end, at - start)
    }
    return bytes.subarray(0, end)
  }
}

/** Frames the `length` bytes that stand at `record + 12`; where the next record begins. */
function frame(bytes: Buffer, record: number, length: number): number {
  bytes.writeBigUInt64LE(BigInt(length), record)
  bytes.writeUInt32LE(maskedCrc(bytes, record, record + 8), record + 8)
  const end = record + 12 + length
  return bytes.writeUInt32LE(maskedCrc(bytes, record + 12, end), end)
}
