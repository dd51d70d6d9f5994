import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { expect, test } from 'vitest'
import { documentWith } from '../../support/experiments'
import { OpenLab, freshFile } from './support/open-lab'

/** Of every thread of this process. */
function nicenesses(): number[] {
  return readdirSync('/proc/self/task').map((id) => {
    const stat = readFileSync(`/proc/self/task/${id}/stat`, 'utf8')
    // What stands before may hold spaces: the name, in brackets.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
  })
}

test.runIf(process.platform === 'linux')(
  'threads that compute stand behind the one that answers',
  async () => {
    const own = getPriority()
    const before = nicenesses().filter((each) => each > own).length
    const opened = await OpenLab.open(freshFile())
    await opened.ended(await opened.start(documentWith()))
    expect(nicenesses().filter((each) => each > own).length).toBeGreaterThan(before)
    expect(getPriority()).toBe(own)
  },
)
