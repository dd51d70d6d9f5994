import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import type { Page } from 'playwright/test'
import { chart, choose, downloaded, runToEnd, type Downloaded } from './support/app'
import { expect, test } from './support/lab'
import { readPng, type Picture } from './support/png'

const require = createRequire(import.meta.url)
const font = (weight: string): Buffer =>
  readFileSync(require.resolve(`@expo-google-fonts/inter/${weight}/Inter_${weight}.ttf`))

const saved = (page: Page, title: string, item: string): Promise<Downloaded> => {
  const panel = page.getByRole('region', { name: new RegExp(` - ${title}$`) })
  return downloaded(page, () => choose(page, panel.getByRole('button', { name: 'Save the picture' }), item))
}

/** The mean difference of two pictures over all pixels and colours, on a scale from 0 to 255. */
function meanDifference(a: Picture, b: Picture): number {
  expect([b.width, b.height]).toEqual([a.width, a.height])
  let sum = 0
  for (let at = 0; at < a.pixels.length; at++) sum += at % 4 === 3 ? 0 : Math.abs(a.pixels[at] - b.pixels[at])
  return sum / (a.width * a.height * 3)
}

/** At the scale of 3 that the PNG has, by another program than the browser that has drawn all of them. */
function drawnByResvg(svg: string): Picture {
  const fonts = { fontBuffers: [font('400Regular'), font('600SemiBold')], defaultFontFamily: 'Inter' }
  return readPng(
    Buffer.from(new Resvg(svg, { font: fonts, fitTo: { mode: 'zoom', value: 3 } }).render().asPng()),
  )
}

/** At 288 dots an inch, 3 a CSS pixel. */
function drawnByPoppler(pdf: Buffer): Picture {
  const file = resolve(mkdtempSync(resolve(tmpdir(), 'figure-')), 'picture')
  execFileSync('pdftoppm', ['-png', '-r', '288', '-singlefile', '-', file], { input: pdf })
  return readPng(readFileSync(`${file}.png`))
}

const hasPoppler = spawnSync('pdftoppm', ['-v']).error === undefined

test('SVG and PDF are the same picture as the PNG in other programs', async ({ lab }, info) => {
  const { page } = lab
  await initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')))
  await runToEnd(page)
  for (const title of ['Loss', 'Linear regression']) {
    await expect(chart(page, title)).toHaveAccessibleName(/Adam: from/)
    const png = readPng((await saved(page, title, 'PNG, 3x')).bytes)
    const svg = await saved(page, title, 'SVG')
    const said = svg.text.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ')
    expect(said).toContain('4 runs on Linear regression, which differ in method (Gradient descent, Adam)')
    expect(meanDifference(png, drawnByResvg(svg.text)), `${title}, SVG`).toBeLessThan(4)
    // Contours, too, are lines that another program can edit, and no more of them than can be seen.
    expect(svg.text).not.toContain('<image')
    expect(svg.bytes.length, `bytes of ${title}`).toBeLessThan(400_000)
    const pdf = await saved(page, title, 'PDF')
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    // Letters are in it, not left to what the reader's machine has.
    expect(pdf.bytes.includes('/FontFile2')).toBe(true)
    if (hasPoppler) {
      const drawn = drawnByPoppler(pdf.bytes)
      expect(meanDifference(png, drawn), `${title}, PDF`).toBeLessThan(4)
    } else info.annotations.push({ type: 'skip', description: 'no pdftoppm: the PDF was not drawn' })
  }
})

test('a PNG is one to four pixels a CSS pixel, with a caption unless it is switched off', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  const sizeOf = async (item: string) => readPng((await saved(page, 'Loss', item)).bytes)
  const once = await sizeOf('PNG, 1x')
  expect((await sizeOf('PNG, 4x')).width).toBe(4 * once.width)
  const panel = page.getByRole('region', { name: / - Loss$/ })
  await panel.getByRole('button', { name: 'Save the picture' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'With a caption' }).click()
  await page.keyboard.press('Escape')
  expect((await sizeOf('PNG, 1x')).height).toBeLessThan(once.height)
})

test('picture and points are of the part in view, or of everything', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  const lines = async () => (await saved(page, 'Loss', 'Points (CSV)')).text.trim().split('\n')
  const all = (await lines()).length
  const loss = chart(page, 'Loss')
  await loss.focus()
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  const part = await lines()
  expect(part[0]).toBe('run,Iteration,Loss')
  expect(part.length).toBeLessThan(all)
  const panel = page.getByRole('region', { name: / - Loss$/ })
  await panel.getByRole('button', { name: 'Save the picture' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Only the part in view' }).click()
  await page.keyboard.press('Escape')
  expect(await lines()).toHaveLength(all)
})
