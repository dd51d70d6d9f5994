import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { endless, go, headerButton, numberIn, openExperiment, runRow } from './support/app'
import { expect, test } from './support/lab'

test('a database that is deleted during a run is asked about, and nothing of it is lost', async ({ lab }) => {
  let { page } = lab
  await openExperiment(page, endless())
  await headerButton(page, 'Run').click()
  const story = page.getByText(/^[\d,]+ of 100,000,000 updates/)
  const made = async (): Promise<number> => numberIn((await story.innerText()).split(' of ')[0])
  await expect.poll(made).toBeGreaterThan(10_000)
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(join(lab.data, `lab.sqlite${suffix}`), { force: true })
  }
  const question = page.getByRole('dialog', {
    name: 'The database has vanished. Where should the lab go on?',
  })
  await expect(question).toContainText(/lab\.saved-.*\.sqlite/)
  await question.getByRole('button', { name: 'Go on in the saved file' }).click()
  await expect(question).toBeHidden()
  await expect(page.getByText('Everything was saved as lab.saved-')).toBeVisible()
  const seen = await made()
  await expect.poll(made).toBeGreaterThan(seen)

  page = await lab.reopen('kill')
  await expect(page.getByText('Your runs are back')).toBeVisible()
  await go(page, 'History')
  await expect(runRow(page, 'Long')).toContainText('Interrupted')
})

test('Settings says what is used on the disk, and what the trash holds', async ({ lab: { page } }) => {
  await go(page, 'Settings')
  const section = page.getByRole('region', { name: 'Room on the disk' })
  await expect(section).toContainText(/Database\s*[\d.]+ KB/)
  await expect(section).toContainText('Empty')
})
