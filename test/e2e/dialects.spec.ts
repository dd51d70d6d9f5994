import { command } from './support/app'
import { expect, test } from './support/lab'

test('whose Adam: dialects side by side, from a run to choose one, and from the palette', async ({ lab }) => {
  const { page } = lab
  await page.getByRole('button', { name: /^Adam lr/ }).click()
  await page.getByRole('button', { name: /^Whose Adam\?/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Whose Adam?' })
  await expect(dialog.getByRole('columnheader')).toContainText(['Chapter', 'PyTorch', 'optax', 'Keras'])
  await expect(dialog.getByRole('row', { name: /^Epsilon eps 1e-6/ })).toContainText('eps 1e-7')
  await expect(dialog.getByRole('row', { name: /^from Keras .+ after \d+ –$/ })).toBeVisible()
  await dialog.getByRole('button', { name: 'Use Keras for this run' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: /^Adam keras lr/ })).toBeVisible()

  await command(page, 'Whose Nadam')
  await expect(page.getByRole('dialog', { name: 'Whose Nadam?' })).toContainText('PyTorch 1.13')
})
