import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { iterationOf } from '@core/plan'
import type {
  AppInfo,
  CallInput,
  CallName,
  CallOutput,
  DatasetPreview,
  DatasetRecord,
  RunRecord,
} from '../../../../src/main/contract'
import { dispatch } from '../../../../src/main/lab/dispatch'
import { openLab, type Lab, type LabOptions } from '../../../../src/main/lab/lab'
import { hasEnded } from '../../../../src/main/lab/runs/prepare'
import { Conditions } from '../../../support/conditions'
import type { CurveRows } from '../../../support/curves'

export const resources = resolve(import.meta.dirname, '../../../../resources')

/** A folder of its own for a test, gone when the test is. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'descent-lab-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const freshFile = (): string => join(freshFolder(), 'lab.sqlite')

/** A lab on a real file with real threads, and all that it said. */
export class OpenLab {
  /** Every record heard of each run, in order. */
  readonly heard = new Map<number, RunRecord[]>()
  libraryChanges = 0
  private lastInfo: AppInfo | undefined
  private readonly conditions = new Conditions()

  private constructor(readonly lab: Lab) {
    lab.on('runs.changed', (records) => {
      for (const record of records) this.heard.set(record.id, [...this.story(record.id), record])
      this.conditions.check()
    })
    lab.on('app.changed', (info) => {
      this.lastInfo = info
      this.conditions.check()
    })
    lab.on('library.changed', () => this.libraryChanges++)
  }

  static async open(
    database: string,
    options: Partial<LabOptions> & { readonly script?: string } = {},
  ): Promise<OpenLab> {
    const { script = 'worker.mjs', ...others } = options
    const worker = new URL(script, inject('threads'))
    const reader = new URL('reader.mjs', inject('threads'))
    const parser = new URL('parser.mjs', inject('threads'))
    const lab = await openLab({
      database,
      shell: 'browser',
      resources,
      worker,
      reader,
      parser,
      threads: 1,
      ...others,
    })
    onTestFinished(() => lab.close())
    return new OpenLab(lab)
  }

  story(run: number): readonly RunRecord[] {
    return this.heard.get(run) ?? []
  }

  statuses(run: number): readonly string[] {
    const all = this.story(run).map(({ status }) => status)
    return all.filter((status, index) => status !== all[index - 1])
  }

  /** As every shell calls. @throws what the lab answers instead */
  async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    const result = await dispatch(this.lab.handlers, name, input)
    if (!result.ok) throw Object.assign(new Error(result.error.message), result.error)
    return result.value as CallOutput<Name>
  }

  async start(experiment: unknown, paused = false): Promise<readonly number[]> {
    return (await this.call('runs.start', { experiment, paused })).map(({ id }) => id)
  }

  /** Brings a file in as a window does, piece by piece; returns the import's number. */
  async bringIn(name: string, text: string, pieceBytes = 256 * 1024): Promise<number> {
    const bytes = Buffer.from(text)
    const id = await this.call('datasets.open', { name, bytes: bytes.length })
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      await this.call('datasets.append', { import: id, at, data: bytes.subarray(at, at + pieceBytes) })
    }
    return id
  }

  async preview(name: string, text: string): Promise<DatasetPreview> {
    return this.call('datasets.finish', { import: await this.bringIn(name, text) })
  }

  async import(name: string, text: string): Promise<DatasetRecord> {
    const id = await this.bringIn(name, text)
    await this.call('datasets.finish', { import: id })
    return this.call('datasets.keep', { import: id, name })
  }

  control(runs: readonly number[], action: 'pause' | 'resume' | 'cancel'): Promise<null> {
    return this.call('runs.control', { runs: [...runs], action })
  }

  step(run: number, updates: number): Promise<null> {
    return this.call('runs.control', { runs: [run], action: 'step', updates })
  }

  /** Settles with the first record of a run heard from now on, or last before, that is as asked. */
  until(run: number, holds: (record: RunRecord) => boolean): Promise<RunRecord> {
    return this.conditions.until(() => {
      const last = this.story(run).at(-1)
      return last && holds(last) && last
    })
  }

  /** Settles with what the lab says of itself once it says so unasked, and it is as asked. */
  untilInfo<Info extends AppInfo>(holds: (info: AppInfo) => info is Info): Promise<Info>
  untilInfo(holds: (info: AppInfo) => boolean): Promise<AppInfo>
  untilInfo(holds: (info: AppInfo) => boolean): Promise<AppInfo> {
    return this.conditions.until(() => this.lastInfo && holds(this.lastInfo) && this.lastInfo)
  }

  paused(run: number, iterations: number): Promise<RunRecord> {
    return this.until(run, (record) => record.status === 'paused' && record.iterations === iterations)
  }

  ended(runs: readonly number[]): Promise<readonly RunRecord[]> {
    return Promise.all(runs.map((run) => this.until(run, hasEnded)))
  }

  /** A run outside the trash as it is listed. */
  async record(run: number): Promise<RunRecord> {
    const found = (await this.call('runs.list', {})).find(({ id }) => id === run)
    if (!found) throw new Error(`run ${run} is not listed`)
    return found
  }

  /** A run's stored curve, point by point. */
  async curve(run: number): Promise<CurveRows> {
    const { series: names, recordEvery, iterations: last } = await this.call('runs.get', { run })
    const rows: number[][] = []
    for (let total = Infinity; rows.length < total;) {
      const [slice] = await this.call('curves.read', {
        runs: [{ run, first: rows.length }],
        series: [...names],
      })
      total = slice.total
      for (let index = 0; index < slice.count; index++) {
        const iteration = iterationOf(slice.first + index, slice.every, slice.last)
        if (iteration !== iterationOf(rows.length, recordEvery, last)) throw new Error(`point ${rows.length}`)
        rows.push([iteration, ...names.map((name) => slice.series[name][index])])
      }
    }
    return rows
  }
}
