import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { freshFile, OpenLab } from './support/open-lab'

/** A history of the last version that wrote experiment@1: each kind of run whose words mean something else now. */
const kept = resolve(import.meta.dirname, '../../fixtures/experiment-1.db.gz')

function formerHistory(): string {
  const file = freshFile()
  writeFileSync(file, gunzipSync(readFileSync(kept)))
  return file
}

test('runs recorded as experiment@1 keep their numbers, and say whose they are', async () => {
  const file = formerHistory()
  const opened = await OpenLab.open(file)
  const runs = await opened.call('runs.list', {})
  const dialects = runs.map(({ optimizer, dialect, objective }) => `${objective} ${optimizer} ${dialect}`)
  expect(dialects).toEqual([
    'griewank gd chapter',
    'griewank momentum chapter',
    'three-hump-camel nadam pytorch-1.13',
    'three-hump-camel nadam chapter',
    'three-hump-camel asgd lab',
    'three-hump-camel asgd pytorch',
    'three-hump-camel asgd lab',
    'three-hump-camel rprop lab',
    'three-hump-camel rprop pytorch',
  ])
  for (const { id: run, hash } of runs) {
    expect(hash).not.toBeNull()
    expect(await opened.call('runs.verify', { run })).toMatchObject({
      same: true,
      recorded: hash,
      found: hash,
    })
  }
  // A fork joins the document of its launch, whose words are today's.
  const averaged = runs[5].id
  const fork = await opened.call('runs.fork', { run: averaged, at: 20, set: { lr: 0.005 }, paused: false })
  await opened.ended([fork.id])
  expect(fork.dialect).toBe('pytorch')
  expect(await opened.call('runs.verify', { run: fork.id })).toMatchObject({ same: true })
  expect((await opened.call('runs.get', { run: fork.id })).experiment.runs.at(-1)).toMatchObject({
    dialect: 'pytorch',
  })

  const saved = await opened.call('experiments.list', {})
  const read = await Promise.all(saved.map(({ id }) => opened.call('experiments.get', { experiment: id })))
  expect(read.map(({ experiment }) => experiment.objective)).toContainEqual({
    id: 'griewank',
    value: 'as-printed',
  })
  expect(read.flatMap(({ experiment }) => experiment.runs.map(({ dialect }) => dialect))).toContain(
    'pytorch-1.13',
  )
  await opened.lab.close()

  const db = new Database(file, { readonly: true })
  const formats = db
    .prepare(
      `select distinct json_extract(document, '$.format') from (select document from launches union all select document from experiments)`,
    )
    .pluck()
    .all()
  db.close()
  expect(formats).toEqual(['descent-lab/experiment@2'])
})
