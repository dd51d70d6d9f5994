import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { app } from 'electron'

/** `electron [-r module] folder [words]`, as Electron's own default app has it. */

const words = process.argv.slice(1)
const required: string[] = []
let folder: string | undefined
for (let i = 0; i < words.length && folder === undefined; i++) {
  if (words[i] === '-r' || words[i] === '--require') required.push(words[++i])
  else if (!words[i].startsWith('-')) folder = resolve(words[i])
}
if (folder === undefined) throw new Error('electron needs the folder of an app')
const require = createRequire(join(folder, 'package.json'))
for (const each of required) require(each)
const { name, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
  readonly name: string
  readonly version: string
  readonly main: string
}
app.setName(name)
;(app as unknown as { setVersion(version: string): void }).setVersion(version)
;(app as unknown as { setAppPath(path: string): void }).setAppPath(folder)
require(join(folder, main))
