import Table from 'cli-table3'
import { optimizerById, optimizers } from '@core/optimizers'
import type { Optimizer } from '@core/optimizers/contract'
import { dialectsOf } from '@core/optimizers/dialects'
import { partingsOf, reference, roundingOnly, type Parting } from '@core/partings'
import { invalid } from '../../faults'
import { write } from './terminal-text'

const plainTable = { style: { head: [], border: [], compact: true } }

const apart = ({ distance, update }: Parting): string =>
  distance <= roundingOnly ? 'the same' : `${Number(distance.toPrecision(2))} after ${update}`

/** A table with a line a hyper-parameter and a column a dialect: the defaults. */
function defaultsOf(optimizer: Optimizer): string {
  const all = dialectsOf(optimizer)
  const names = [...new Set(all.flatMap(({ dialect }) => Object.keys(dialect.hyper)))]
  const table = new Table({ ...plainTable, head: ['default', ...all.map(({ name }) => name)] })
  for (const name of names) {
    table.push([name, ...all.map(({ dialect }) => String(dialect.hyper[name]?.default ?? ''))])
  }
  return table.toString()
}

/** A table of distances between each two dialects. */
function partingTable(optimizer: Optimizer): string {
  const all = dialectsOf(optimizer)
  const partings = partingsOf(optimizer)
  const table = new Table({ ...plainTable, head: ['parts by', ...all.slice(1).map(({ name }) => name)] })
  for (const [row, { id, name }] of all.slice(0, -1).entries()) {
    const cells = all.slice(1).map((other, column) => {
      const parting = partings.find(({ from, to }) => from === id && to === other.id)
      return column >= row && parting ? apart(parting) : ''
    })
    table.push([name, ...cells])
  }
  return table.toString()
}

/** What tells the dialects of a method apart: equations in TeX, defaults, and how far their paths part. */
function dialectsText(optimizer: Optimizer): string {
  const { objective, start, rate, updates } = reference
  const described = dialectsOf(optimizer).map(
    ({ id, name, dialect }) =>
      `${name} (${id}): ${dialect.source}\n${dialect.equations.map((line) => `    ${line}\n`).join('')}  ${dialect.note}`,
  )
  const measured =
    `Largest distance between two paths on ${objective} from (${start.join(', ')}), ${updates} updates, ` +
    `learning rate ${rate}, all other settings the same where both have them:`
  const partings = described.length > 1 ? [measured, partingTable(optimizer)] : []
  return [`${optimizer.label}: ${optimizer.paper}`, ...described, defaultsOf(optimizer), ...partings].join(
    '\n\n',
  )
}

/** @throws Fault `invalid` where there is no such method */
export async function printDialects(method: string): Promise<void> {
  const optimizer = optimizerById(method)
  if (!optimizer) {
    const known = optimizers.map(({ id }) => id).join(', ')
    throw invalid([{ path: '', message: `there is no method ${method}; there are ${known}` }])
  }
  await write(process.stdout, `${dialectsText(optimizer)}\n`)
}
