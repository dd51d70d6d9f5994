import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { doorTo } from '../../../src/main/shell/lab-calls'
import { openWebShell } from '../../../src/main/shell/web/server'
import { withLab } from '../lab'
import { signIn, type Address } from './browser'

/** Opens the web door of a lab of its own. */
export async function withDoor<T>(work: (address: Address) => Promise<T>): Promise<T> {
  const pages = mkdtempSync(join(tmpdir(), 'descent-lab-bench-pages-'))
  writeFileSync(join(pages, 'index.html'), '<title>the lab</title>')
  try {
    return await withLab(async (lab) => {
      const shell = await openWebShell({ door: doorTo(lab), pages, ports: [0], onNextLink: () => undefined })
      try {
        return await work(await signIn(shell.link()))
      } finally {
        await shell.close()
      }
    })
  } finally {
    rmSync(pages, { recursive: true, force: true })
  }
}
