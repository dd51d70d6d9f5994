import type { DialectId } from '@core/optimizers/contract'

/** Whose arithmetic a dialect is, as the pickers call it. */
export const dialectNames: Readonly<Record<DialectId, string>> = {
  chapter: 'Chapter',
  pytorch: 'PyTorch',
  paper: 'Paper',
}
