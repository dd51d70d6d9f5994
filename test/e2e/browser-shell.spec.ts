import type { Page, Route } from 'playwright/test'
import { chart, endless, go, headerButton, openExperiment, runToEnd, state } from './support/app'
import { expect, test } from './support/lab'
import { serve } from './support/shells'

test('only the link lets a browser in, and only one', async ({ data, page, browser }) => {
  const served = await serve(data)
  const address = new URL('/', served.link).href
  try {
    const refused = await page.goto(address)
    expect(refused?.status()).toBe(401)
    await expect(page.getByRole('main')).toContainText('copy the newest link from the terminal')
    await expect(page.getByRole('navigation')).toHaveCount(0)
    expect((await page.request.get(new URL('/index.html', address).href)).status()).toBe(401)

    await page.goto(served.link)
    await expect(headerButton(page, 'Run')).toBeVisible()
    // The token is out of the address, where history and screenshots would keep it.
    expect(page.url()).not.toContain('token')

    const stranger = await browser.newContext()
    const second = await stranger.newPage()
    await second.goto(served.link)
    await expect(second.getByRole('main')).toContainText('This link has been used')
    expect((await stranger.request.get(address)).status()).toBe(401)
    await stranger.close()
  } finally {
    await served.stop('close')
  }
})

test('as the palette opens, from which the rate map may be chosen, its threads start', async ({
  data,
  page,
}) => {
  const served = await serve(data)
  try {
    await page.goto(served.link)
    await expect(headerButton(page, 'Run')).toBeVisible()
    const prepared = page.waitForResponse('**/call/maps.prepare')
    await page.keyboard.press('Control+k')
    expect((await prepared).status()).toBe(200)
  } finally {
    await served.stop('close')
  }
})

test('the page runs no script but its own', async ({ data, page }) => {
  const served = await serve(data)
  try {
    const violations: string[] = []
    await page.exposeFunction('violated', (directive: string) => violations.push(directive))
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        void (globalThis as unknown as { violated(directive: string): unknown }).violated(effectiveDirective)
      })
    })
    await page.goto(served.link)
    await expect(page.getByRole('region', { name: 'Objective' })).toContainText('Linear regression')
    await expect(chart(page, 'Linear regression')).toBeVisible()
    expect(violations, 'its own scripts keep to the policy').toEqual([])
    const answer = await page.request.get(page.url())
    const policy = answer.headers()['content-security-policy']
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("object-src 'none'")
    expect(answer.headers()['x-content-type-options']).toBe('nosniff')

    const refused = await page.evaluate(async () => {
      const violation = new Promise<string>((told) => {
        document.addEventListener('securitypolicyviolation', (event) => told(event.effectiveDirective), {
          once: true,
        })
      })
      const script = document.createElement('script')
      script.textContent = 'globalThis.broken = true'
      document.body.append(script)
      return { directive: await violation, ran: 'broken' in globalThis }
    })
    expect(refused).toEqual({ directive: 'script-src-elem', ran: false })
  } finally {
    await served.stop('close')
  }
})

test('a page of another origin reaches nothing', async ({ lab, browser }) => {
  const { page } = lab
  await runToEnd(page)
  const elsewhere = await browser.newContext()
  const stranger = await elsewhere.newPage()
  const call = new URL('/call/runs.list', page.url()).href
  // With the person's own cookies, as a page in the same browser would have them sent.
  await elsewhere.addCookies(await page.context().cookies())
  await stranger.setContent('<h1>Another site</h1>')
  const outcome = await stranger.evaluate(async (address) => {
    try {
      const answer = await fetch(address, { method: 'POST', credentials: 'include', body: 'x' })
      return `answered ${answer.status}`
    } catch {
      return 'refused'
    }
  }, call)
  expect(outcome).toBe('refused')
  await elsewhere.close()
  await go(page, 'History')
  await expect(page.getByRole('checkbox', { name: /, run \d+$/ })).toHaveCount(4)
})

/** Runs that the page can follow only when it is let: its curves are read in the order it asks for them. */
async function holdCurves(page: Page): Promise<{ release(): void }> {
  const held: Route[] = []
  let open = false
  await page.route('**/call/curves.*', (route) => {
    if (open) return route.continue()
    held.push(route)
    return undefined
  })
  return {
    release() {
      open = true
      for (const route of held) void route.continue()
    },
  }
}

test('what is read late says so: after a reload in mid-run, and in the row of a run that is over', async ({
  lab,
}) => {
  const { page } = lab
  await openExperiment(page, endless())
  await headerButton(page, 'Run').click()
  await expect(page.getByText(/^[\d,]+ of 100,000,000 updates/)).toBeVisible()
  const { release } = await holdCurves(page)
  await page.reload()
  const figure = page.getByRole('figure', { name: 'Loss' })
  await expect(figure.getByText(/^Reading the curves, \d+ %$/)).toBeVisible()
  await expect(figure.getByText('No points yet.')).toHaveCount(0)
  await headerButton(page, 'Stop').click()
  await expect(state(page)).toHaveText('Done: 1 stopped')
  await expect(page.getByRole('table', { name: /^Every run/ })).toContainText('Reading its values')
  release()
  await expect(page.getByText(/Reading/)).toHaveCount(0)
})

test('a lab that is gone in mid-run leaves on the screen what is there, and the header says so', async ({
  data,
  page,
}) => {
  const served = await serve(data)
  await page.goto(served.link)
  await openExperiment(page, endless())
  await headerButton(page, 'Run').click()
  const table = page.getByRole('table', { name: /^Every run/ })
  await expect(table.getByRole('columnheader', { name: 'Distance' })).toBeVisible()
  await expect(page.getByText(/^[\d,]+ of 100,000,000 updates/)).toBeVisible()
  const headings = await table.getByRole('columnheader').allInnerTexts()
  const paths = page.getByRole('img', { name: /Long: from/ })
  await expect(paths).toHaveCount(2)

  await served.stop('kill')
  await expect(state(page)).toContainText('Connection lost')
  expect(await table.getByRole('columnheader').allInnerTexts()).toEqual(headings)
  await expect(headerButton(page, 'Pause')).toBeDisabled()
  await expect(paths).toHaveCount(2)
  await expect(page.getByText('The results could not be read')).toHaveCount(0)
})
