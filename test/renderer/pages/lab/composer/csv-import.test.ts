import { effectScope, nextTick, watch } from 'vue'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { dispatch } from '../../../../../src/main/lab/dispatch'
import {
  useCsvImport,
  type CsvImport,
  type Reading,
} from '../../../../../src/renderer/pages/lab/composer/csv-import'
import { freshFile, OpenLab } from '../../../../main/lab/support/open-lab'

let lab: OpenLab

/** The window's bridge, with a real lab behind it. */
vi.stubGlobal('window', {
  lab: {
    call: (name: unknown, input: unknown) => dispatch(lab.lab.handlers, name, input),
    on: () => () => {},
  },
})

beforeEach(async () => {
  lab = await OpenLab.open(freshFile())
})

/** An import, and every reading that it showed. */
function importing(): CsvImport & { readonly shown: readonly Reading[] } {
  const scope = effectScope()
  onTestFinished(() => scope.stop())
  const shown: Reading[] = []
  const it = useCsvImport()
  scope.run(() => watch(it.reading, (now) => now && shown.push(now), { flush: 'sync' }))
  return { ...it, shown }
}

const rows = 200_000
const text = `x,y\n${Array.from({ length: rows }, (_, row) => `${row},${2 * row}\n`).join('')}`
const file = new File([text], 'big.csv')
const imported = async (): Promise<readonly string[]> =>
  (await lab.call('datasets.list', {})).filter(({ origin }) => origin === 'imported').map(({ name }) => name)

test('a file is read with its progress told, looked at and kept', async () => {
  const { read, keep, reading, preview, error, shown } = importing()
  await read(file)
  expect(error.value).toBe('')
  expect(reading.value).toBeUndefined()
  expect(preview.value).toMatchObject({ rows, problems: [] })
  const bytes = shown.map((each) => each.bytes)
  expect(bytes.length).toBeGreaterThan(4)
  expect(bytes).toEqual([...bytes].sort((a, b) => a - b))
  expect(bytes.at(-1)).toBe(file.size)
  expect(shown.at(-1)).toMatchObject({ size: file.size, left: 0 })
  expect(shown.slice(1, -1).every(({ left }) => left > 0)).toBe(true)
  expect(await imported()).toEqual([])
  expect(await keep('Mine')).toMatchObject({ name: 'Mine', rows })
  expect(await imported()).toEqual(['Mine'])
})

test('cancelling is seen at once, and nothing comes of it', async () => {
  const { read, cancel, keep, reading, preview, error } = importing()
  const done = read(file)
  await vi.waitFor(() => expect(reading.value?.rows).toBeGreaterThan(0))
  cancel()
  expect(reading.value).toBeUndefined()
  await done
  await nextTick()
  expect([preview.value, error.value]).toEqual([undefined, ''])
  expect(await keep('Mine')).toBeUndefined()
  expect(await imported()).toEqual([])
})

test('another file takes the place of the one before', async () => {
  const { read, preview, error } = importing()
  const first = read(file)
  const second = read(new File(['a,b\n1,2\n3,4\n'], 'small.csv'))
  await Promise.all([first, second])
  expect(error.value).toBe('')
  expect(preview.value).toMatchObject({ rows: 2 })
})

test('what is wrong with a file is told with its line', async () => {
  const { read, reading, preview, error } = importing()
  await read(new File([`${text}7\n`], 'wrong.csv'))
  expect(error.value).toContain('wrong.csv has 1 cell on line 200002, where the header has 2')
  expect([reading.value, preview.value]).toEqual([undefined, undefined])
})

test('an empty file is told to be one', async () => {
  const { read, error } = importing()
  await read(new File([], 'empty.csv'))
  expect(error.value).toContain('empty.csv is empty')
})
