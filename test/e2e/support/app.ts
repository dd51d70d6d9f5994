import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright/test'
import { expect } from './lab'

/** Places and gestures that several journeys share. */

export type Place = 'Lab' | 'Experiments' | 'History' | 'Sweeps' | 'Compare' | 'Settings'

export async function go(page: Page, place: Place): Promise<void> {
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: place }).click()
  await expect(page.getByRole('heading', { level: 1, name: place })).toBeAttached()
}

/** A button of the Lab's header; its main one is called Run, Pause or Resume. */
export const headerButton = (page: Page, name: string): Locator =>
  page.getByRole('main').getByRole('button', { name, exact: true }).first()

/** The state in the Lab's header: Ready, Running, Paused or Done. */
export const state = (page: Page): Locator => page.getByRole('main').getByRole('status').first()

/** A run's row in the table below the charts of the Lab. */
export const liveRow = (page: Page, run: string): Locator =>
  page
    .getByRole('table', { name: /^Every run/ })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: run, exact: true }) })

/** A number in that row, as the column's heading has it. */
export async function liveCell(page: Page, run: string, heading: string): Promise<Locator> {
  const headings = await page
    .getByRole('table', { name: /^Every run/ })
    .getByRole('columnheader')
    .allInnerTexts()
  expect(headings).toContain(heading)
  // The row's own heading is no cell.
  return liveRow(page, run)
    .getByRole('cell')
    .nth(headings.indexOf(heading) - 1)
}

/** The field that says at which update the charts and the table are. */
export const playhead = (page: Page): Locator => page.getByRole('textbox', { name: /^Update of/ })

/** Turns to a view below the Lab's pictures. */
export const showBelow = (page: Page, view: string): Promise<void> =>
  page.getByRole('radiogroup', { name: 'Below the pictures' }).getByText(view, { exact: true }).click()

/** A chart's picture; its name describes what it shows. */
export const chart = (page: Page, title: string): Locator =>
  page.getByRole('img', { name: new RegExp(`^${title}[:,]`) })

/** A run's row in a list of runs. */
export const runRow = (page: Page, run: string): Locator =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('checkbox', { name: new RegExp(`^Select ${escaped(run)}, run \\d+$`) }) })

const escaped = (text: string): string => text.replace(/[()[\].*+?^$|\\{}]/g, '\\$&')

/** What an experiment file may leave out, it leaves out. */
export interface ExperimentFile {
  readonly name: string
  readonly objective: Readonly<Record<string, unknown>>
  readonly iterations: number
  readonly start?: readonly number[] | 'random'
  readonly runs: readonly Readonly<Record<string, unknown>>[]
  readonly stop?: Readonly<Record<string, number>>
  readonly record?: Readonly<Record<string, unknown>>
  readonly sweep?: Readonly<Record<string, unknown>>
}

const fileOf = (experiment: ExperimentFile) => ({
  name: 'experiment.json',
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify({ format: 'descent-lab/experiment@1', ...experiment })),
})

/** Opens an experiment file from the Lab's menu. */
export async function openExperiment(page: Page, experiment: ExperimentFile): Promise<void> {
  await page.getByLabel('Experiment file').setInputFiles(fileOf(experiment))
  await expect(page.getByRole('textbox', { name: 'Name of the experiment' })).toHaveValue(experiment.name)
}

/** Single rows of 500, which never come to rest: a run that goes on for as long as a test may need. */
export const endless = (iterations = 100_000_000): ExperimentFile => ({
  name: 'A long run',
  objective: { id: 'linear-regression', data: { source: 'normal', rows: 500 } },
  start: [2, 2],
  iterations,
  runs: [{ optimizer: 'gd', batch: 1, hyper: { lr: 0.01 }, label: 'Long' }],
  stop: { gradientNorm: 0, parameterChange: 0 },
})

/** Opens a part of the composer that is one line until then. */
export async function unfold(page: Page, title: string): Promise<Locator> {
  const composer = page.getByRole('complementary', { name: 'Experiment' })
  const section = composer.getByRole('region', { name: title, exact: true })
  const head = section.getByRole('button', { name: new RegExp(`^${title}`) })
  await head.and(page.locator('[aria-expanded="false"]')).click()
  await expect(head).toHaveAttribute('aria-expanded', 'true')
  return section
}

/** All that can be done, to be found by name. */
export const palette = (page: Page): Locator => page.getByRole('dialog', { name: 'Commands' })

/** Finds a command by some of its words, and does it. */
export async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(palette(page)).toBeVisible()
  await page.keyboard.type(words)
  await expect(palette(page).getByRole('option').first()).toContainText(words)
  await page.keyboard.press('Enter')
  await expect(palette(page)).toBeHidden()
}

/** Runs what stands in the Lab and waits until all of it is over. */
export async function runToEnd(page: Page): Promise<void> {
  await headerButton(page, 'Run').click()
  await expect(state(page)).toContainText('Done')
}

export interface Downloaded {
  readonly name: string
  readonly bytes: Buffer
  readonly text: string
}

/** The file that an action hands to the person, read from the disk. */
export async function downloaded(
  page: Page,
  act: () => Promise<void>,
  timeout = 30_000,
): Promise<Downloaded> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout }), act()])
  const bytes = await readFile(await download.path())
  return { name: download.suggestedFilename(), bytes, text: bytes.toString('utf8') }
}

/** Exports the runs that are meant there in a format, by its label in the menu. */
export async function exportAs(page: Page, format: string, within: Page | Locator = page): Promise<void> {
  await within.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('menuitem').filter({ hasText: format }).click()
  // While a menu is there, even on its way out, nothing beside it is found by its role.
  await expect(page.getByRole('menu')).toBeHidden()
}

/** Says yes to an item of the menu that the button opens. */
export async function choose(page: Page, button: Locator, item: string): Promise<void> {
  await button.click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

/** Takes one of a few choices side by side. */
export async function pick(page: Page, group: string, choice: string): Promise<void> {
  const choices = page.getByRole('radiogroup', { name: group })
  // By its label, as people do: the button itself is too small to see.
  await choices.getByText(choice, { exact: true }).click()
  await expect(choices.getByRole('radio', { name: choice, exact: true })).toBeChecked()
}

/** Has a chart of curves plot something else. */
export async function plot(page: Page, measure: string): Promise<void> {
  const choice = page.getByRole('combobox', { name: 'Plotted' })
  await choice.click()
  await page.getByRole('option', { name: measure, exact: true }).click()
  await expect(choice).toHaveText(measure)
}

/** The passing note that says this. */
export const note = (page: Page, title: string | RegExp): Locator =>
  page
    .getByRole('region', { name: /^Notifications/ })
    .getByRole('listitem')
    .filter({ hasText: title })

export async function undoNote(page: Page, title: string | RegExp): Promise<void> {
  await note(page, title).getByRole('button', { name: 'Undo' }).click()
}

/** A number as the app prints it in full, back as a number. */
export const numberIn = (text: string): number => Number(text.replace('−', '-').replaceAll(',', ''))
