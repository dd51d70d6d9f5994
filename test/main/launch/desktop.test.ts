import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runDesktop } from '../../../src/main/launch/desktop'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desktop-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A program in Electron's place. */
async function program(lines: string): Promise<string> {
  const file = join(folder, 'electron')
  await writeFile(file, `#!/bin/sh\n${lines}\n`)
  await chmod(file, 0o755)
  return file
}

describe.skipIf(process.platform === 'win32')('a window', () => {
  it('that ends well ends the start well', async () => {
    expect(await runDesktop(await program('exit 0'), [])).toEqual({ status: 0 })
  })

  it('gets the project and the words', async () => {
    const seen = await program('test -f "$1/package.json" && test "$2 $3" = "--data here"')
    expect(await runDesktop(seen, ['--data', 'here'])).toEqual({ status: 0 })
  })

  it('that cannot be shown for want of a library is told by its name', async () => {
    const message =
      'electron: error while loading shared libraries: libnss3.so: cannot open shared object file'
    const ended = await runDesktop(await program(`echo "${message}" >&2; exit 127`), [])
    expect(ended).toEqual({ failed: "the window's runtime needs libnss3.so, which is not installed" })
  })

  it.each([
    ['exit 1', /exit status 1/],
    ['kill -TRAP $$', /SIGTRAP/],
  ])('that stops at once with %j is told', async (lines, reason) => {
    expect(await runDesktop(await program(lines), [])).toEqual({ failed: expect.stringMatching(reason) })
  })

  it('that is no program is told', async () => {
    expect(await runDesktop(join(folder, 'nothing'), [])).toEqual({
      failed: expect.stringMatching(/cannot be run/),
    })
  })
})
