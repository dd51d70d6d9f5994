import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from '../../../src/main/launch/root'
import { anew, forgetBuild, fresh } from '../../../src/main/launch/fresh'

let folder: string
let builds: number

async function put(path: string, text: string): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true })
  await writeFile(join(folder, path), text)
}

async function build(): Promise<void> {
  builds += 1
  for (const file of ['main/web.js', 'main/electron.js', 'main/cli.js', 'renderer/index.html']) {
    await put(`out/${file}`, 'built')
  }
}

const freshen = (): Promise<void> => fresh({ folder, build })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fresh-'))
  builds = 0
  await put('src/main/web.ts', 'one')
  await put('src/renderer/App.vue', 'one')
  await put('package.json', '{}')
})
afterEach(() => rm(folder, { recursive: true }))

describe('fresh', () => {
  it('builds what is missing, once', async () => {
    await freshen()
    await freshen()
    expect(builds).toBe(1)
    await rm(join(folder, 'out/renderer'), { recursive: true })
    await freshen()
    expect(builds).toBe(2)
  })

  it.each<[string, () => Promise<unknown>]>([
    ['edited', () => put('src/renderer/App.vue', 'three')],
    ['added', () => put('src/renderer/New.vue', 'one')],
    ['removed', () => rm(join(folder, 'src/renderer/App.vue'))],
    ['brought back from the past', () => utimes(join(folder, 'src/main/web.ts'), 1, 1)],
    ['configured anew', () => put('electron.vite.config.ts', 'one')],
  ])('builds again when a source is %s', async (_how, change) => {
    await freshen()
    await change()
    await freshen()
    expect(builds).toBe(2)
    await freshen()
    expect(builds).toBe(2)
  })

  it('minds neither what a build leaves among the sources nor what is no source', async () => {
    await freshen()
    await put('src/renderer/node_modules/.cache/theme.ts', 'one')
    await put('README.md', 'one')
    await freshen()
    expect(builds).toBe(1)
  })

  it('builds again after a build that failed', async () => {
    await expect(fresh({ folder, build: () => Promise.reject(new Error('no')) })).rejects.toThrow('no')
    await freshen()
    expect(builds).toBe(1)
  })

  it('builds once for two that start together', async () => {
    await Promise.all([freshen(), freshen()])
    expect(builds).toBe(1)
  })

  it('is not held up by one that died at it', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid
    await put('out/.building', String(dead))
    await freshen()
    expect(builds).toBe(1)
  })

  it('builds again after a build anew that failed, even of the sources of before', async () => {
    await freshen()
    await expect(anew({ folder, build: () => Promise.reject(new Error('no')) })).rejects.toThrow('no')
    await freshen()
    expect(builds).toBe(2)
  })

  it('builds again after what others have put there', async () => {
    await freshen()
    forgetBuild(folder)
    await freshen()
    expect(builds).toBe(2)
  })
})

describe('anew', () => {
  it('builds what is up to date, too, and is not built after again', async () => {
    await freshen()
    await anew({ folder, build })
    expect(builds).toBe(2)
    await freshen()
    expect(builds).toBe(2)
  })

  it('is how the project is built, so that nothing is built twice', async () => {
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>
    }
    expect(scripts.build).toBe('node src/main/launch/fresh.ts --anew')
    for (const script of Object.values(scripts)) expect(script).not.toContain('electron-vite build')
  })
})
