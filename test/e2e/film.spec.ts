import { decode, decodeFrame } from 'modern-gif'
import { chart, choose, downloaded, runToEnd, type Downloaded } from './support/app'
import { expect, test } from './support/lab'
import type { Page } from 'playwright/test'

async function film(page: Page, format: string): Promise<Downloaded> {
  const button = page.getByRole('button', { name: 'Save a film of the replay' })
  const dialog = page.getByRole('dialog', { name: `Filming the replay as ${format}` })
  return downloaded(
    page,
    async () => {
      await choose(page, button, `Save a film, ${format}`)
      await expect(dialog).toBeVisible()
      await expect(dialog).toBeHidden({ timeout: 120_000 })
    },
    120_000,
  )
}

test('a replay is saved as a film of what is seen', async ({ lab }) => {
  test.slow()
  const { page } = lab
  // Every pixel of every frame is encoded.
  await page.setViewportSize({ width: 1024, height: 640 })
  await runToEnd(page)
  // The shortest replay has the fewest frames.
  await page.keyboard.press('>')
  await expect(page.getByRole('button', { name: 'How the replay goes: 2 s' })).toBeVisible()
  const sides = await chart(page, 'Loss').boundingBox()

  const gif = await film(page, 'GIF')
  expect(gif.name).toMatch(/ - replay\.gif$/)
  const parsed = decode(new Uint8Array(gif.bytes).buffer)
  // Two seconds of ten frames, the first one and a second's rest; both pictures side by side.
  expect(parsed.frames).toHaveLength(31)
  expect(parsed.looped).toBe(true)
  expect(parsed.width).toBeGreaterThan(1.5 * (sides?.width ?? Infinity))
  const [first, last] = [0, 30].map(
    (index) => decodeFrame(new Uint8Array(gif.bytes).buffer, index, parsed).data,
  )
  expect(Buffer.compare(Buffer.from(first), Buffer.from(last))).not.toBe(0)
  await expect(page.getByRole('slider', { name: 'Update shown' })).toHaveAttribute('aria-valuenow', '2000')

  const webm = await film(page, 'WebM')
  expect(webm.name).toMatch(/\.webm$/)
  // The lab's own page may load nothing that it has made.
  const blank = await page.context().newPage()
  const played = await blank.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const video = document.createElement('video')
    video.src = URL.createObjectURL(new Blob([bytes], { type: 'video/webm' }))
    await new Promise((resolve, reject) => {
      video.addEventListener('loadeddata', resolve)
      video.addEventListener('error', () => reject(new Error(video.error?.message)))
    })
    return { width: video.videoWidth, duration: video.duration }
  }, webm.bytes.toString('base64'))
  expect(Math.abs(played.width - 2 * parsed.width)).toBeLessThanOrEqual(4)
  expect(played.duration).toBeGreaterThan(2.9)
  expect(played.duration).toBeLessThan(3.2)
})

test('a film that is cancelled leaves everything as it was', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  await choose(page, page.getByRole('button', { name: 'Save a film of the replay' }), 'Save a film, WebM')
  const dialog = page.getByRole('dialog', { name: 'Filming the replay as WebM' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('slider', { name: 'Update shown' })).toHaveAttribute('aria-valuenow', '2000')
})
