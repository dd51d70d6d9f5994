import type { Page } from 'playwright/test'
import {
  chart,
  choose,
  downloaded,
  exportAs,
  go,
  headerButton,
  liveCell,
  numberIn,
  runToEnd,
} from './support/app'
import { curvesIn, runOnCommandLine, withoutLabels } from './support/command-line'
import { expect, test } from './support/lab'
import { inked, readPng, type Picture } from './support/png'

/** The experiment of the Lab as a file. */
const experimentFile = async (page: Page): Promise<string> =>
  (await downloaded(page, () => choose(page, headerButton(page, 'More'), 'Save to file…'))).text

test('which of two runs is better is said as what it is, and more seeds are one click', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  await go(page, 'History')
  await page.getByRole('checkbox', { name: /^Select SGD,/ }).click()
  await page.getByRole('checkbox', { name: /^Select Mini-batch GD/ }).click()
  await page.getByRole('button', { name: 'Compare (2)' }).click()
  const verdict = page.getByRole('region', { name: 'Verdict', exact: true })
  const sentence = verdict.getByRole('listitem')
  await expect(sentence).toHaveText(
    /One seed each: n = 1, nothing to test; .*final loss.*with fewer than 6 seeds of each nothing can be told\./,
  )
  await verdict.getByRole('button', { name: 'Run 5 more seeds' }).click()
  await expect(sentence).toContainText(/(on|of) 6 seeds .*Wilcoxon p = /)
  await expect(page.getByText('12 runs', { exact: true })).toBeVisible()
})

test('two runs of the history are compared: curves, results and what differs', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  await go(page, 'History')
  await page.getByRole('checkbox', { name: /^Select SGD,/ }).click()
  await page.getByRole('checkbox', { name: /^Select Adam,/ }).click()
  await page.getByRole('button', { name: 'Compare (2)' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible()

  const legend = page.getByRole('list', { name: 'Legend of Loss' })
  await expect(legend.getByRole('button')).toHaveCount(2)
  await expect(legend.getByRole('button', { name: 'SGD' })).toHaveAttribute('aria-pressed', 'true')
  await expect(chart(page, 'Loss')).toHaveAccessibleName(/2 curves\..*SGD: from 8\.421/)
  await expect(chart(page, 'Loss')).toHaveAccessibleName(/Adam: from 8\.421/)
  await legend.getByRole('button', { name: 'SGD' }).click()
  await expect(chart(page, 'Loss')).toHaveAccessibleName(/1 curve\. Adam: from 8\.421/)
  await legend.getByRole('button', { name: 'SGD' }).click()

  const table = page.getByRole('region', { name: 'Runs side by side' })
  const row = (name: string) =>
    table.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
  const heads = await table.getByRole('columnheader').allInnerTexts()
  const [sgd, adam] = [
    heads.findIndex((text) => text.includes('SGD')),
    heads.findIndex((text) => text.includes('Adam')),
  ]
  expect([sgd, adam].sort()).toEqual([1, 2])
  const cell = (name: string, column: number) =>
    row(name)
      .getByRole('cell')
      .nth(column - 1)
  await expect(cell('optimizer', sgd)).toHaveText('gd')
  await expect(cell('optimizer', adam)).toHaveText('adam')
  await expect(cell('batch', sgd)).toHaveText('1')
  await expect(cell('batch', adam)).toHaveText('full')
  await expect(cell('hyper.beta1', sgd)).toHaveText('–')
  await expect(cell('hyper.beta1', adam)).toHaveText('0.9')
  await expect(row('hyper.lr')).toBeHidden()
  await page.getByRole('switch', { name: 'Show settings that are the same, too' }).click()
  await expect(cell('hyper.lr', sgd)).toHaveText('0.01')
})

test('CSV files on the disk hold exactly the numbers of the lab', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  const whole = await downloaded(page, () => exportAs(page, 'Curves (CSV)'))
  expect(whole.name).toBe('GD, SGD, Mini-batch GD (32) and Adam on linear regression curves.csv')
  const [head] = whole.text.split('\n')
  expect(head).toBe('run,iteration,epoch,loss,gradient_norm,theta_0,theta_1,label')

  const curves = curvesIn(whole.text)
  expect([...curves].map(([run, points]) => [run, points.length])).toEqual([
    [1, 962],
    [2, 2_001],
    [3, 2_001],
    [4, 2_001],
  ])
  for (const points of curves.values()) {
    expect(points[0]).toMatchObject({ iteration: 0, epoch: 0, theta_0: 2, theta_1: 2 })
    expect(points.map(({ iteration }) => iteration)).toEqual(points.map((_, index) => index))
  }
  // The table's cells have every digit in their title.
  const last = curves.get(4)?.at(-1)
  const shown = async (heading: string): Promise<number> => {
    const cell = await liveCell(page, 'Adam', heading)
    return numberIn((await cell.getByTitle(/\d/).getAttribute('title')) ?? '')
  }
  expect(await shown('Loss')).toBe(last?.loss)
  expect(await shown('Gradient norm')).toBe(last?.gradient_norm)
  expect(await shown('w (x)')).toBe(last?.theta_0)
  expect(await shown('b')).toBe(last?.theta_1)

  const reference = runOnCommandLine(await experimentFile(page))
  expect(withoutLabels(whole.text)).toBe(reference.curves)
  const table = await downloaded(page, () => exportAs(page, 'Table (CSV)'))
  // All but the time it took, before the three kinds of evaluations.
  const settled = (csv: string): string[] =>
    csv.split('\n').map((line) => line.split(',').toSpliced(-4, 1).join())
  expect(settled(table.text)).toEqual(settled(reference.runs))

  const script = await downloaded(page, () => exportAs(page, 'PyTorch script'))
  expect(script.name).toBe('GD, SGD, Mini-batch GD (32) and Adam on linear regression PyTorch.py')
  expect(script.text.match(/^def run_\d\(.*$/gm)).toHaveLength(4)
  expect(script.text).toContain(String(last?.loss))

  await go(page, 'History')
  await page.getByRole('checkbox', { name: /^Select SGD,/ }).click()
  const one = await downloaded(page, () =>
    exportAs(page, 'Curves (CSV)', page.getByRole('region', { name: 'Selected runs' })),
  )
  const renumbered = curves.get(2)?.map((point) => ({ ...point, run: 1 }))
  expect(curvesIn(one.text).get(1)).toEqual(renumbered)
})

/** The parts of an exported chart: what stands where in the picture, in its own pixels. */
function partsOf({ width, height }: Picture) {
  return {
    title: { x: 24, y: 24, width: 200, height: 40 },
    yAxis: { x: 0, y: 160, width: 136, height: height - 280 },
    xAxis: { x: 136, y: height - 110, width: width - 160, height: 100 },
    plot: { x: 150, y: 160, width: width - 190, height: height - 280 },
  }
}

test('PNG files on the disk are the charts at twice the size, with title, axes and legend', async ({
  lab,
}) => {
  const { page } = lab
  await runToEnd(page)
  const picture = async (title: string) => {
    await expect(chart(page, title)).toHaveAccessibleName(/Adam: from/)
    const box = await chart(page, title).boundingBox()
    const panel = page.getByRole('region', { name: new RegExp(` - ${title}$`) })
    const file = await downloaded(page, () =>
      choose(page, panel.getByRole('button', { name: 'Save the picture' }), 'PNG, 2x'),
    )
    expect(file.name).toMatch(new RegExp(` - ${title}\\.png$`))
    return { picture: readPng(file.bytes), width: box?.width ?? 0, height: box?.height ?? 0 }
  }
  const small = [await picture('Loss'), await picture('Linear regression')]
  await page.getByRole('link', { name: 'Compare' }).last().click()
  // The Lab has a chart of that name as well.
  await expect(page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible()
  // It takes its place beside the curves when the settings of both runs are known.
  await expect(chart(page, 'Linear regression')).toBeVisible()
  const large = await picture('Loss')

  expect(large.picture.width).toBe(2 * Math.round(large.width))
  for (const { picture: made, width, height } of [...small, large]) {
    // A chart may be too narrow on the page to be a picture; title and legend come on top of it.
    expect(made.width).toBeGreaterThanOrEqual(2 * Math.floor(width))
    expect(made.height).toBeGreaterThan(2 * height + 50)
    for (const [part, area] of Object.entries(partsOf(made))) {
      expect(inked(made, area), part).toBeGreaterThan(50)
    }
  }
})
