import { existsSync, globSync, statSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { describe, expect, it } from 'vitest'
import builder from '../../../electron-builder'
import viteConfig from '../../../electron.vite.config'

describe('the packaged app', () => {
  it('has every fuse set against use as something else', () => {
    expect(builder.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    })
    expect(builder.asar).toBe(true)
  })

  it('keeps outside its archive what cannot be read inside', () => {
    expect(builder.asarUnpack).toContain('node_modules/better-sqlite3/**')
    expect(builder.asarUnpack).toContain('out/main/worker.js')
    expect(builder.asarUnpack).toContain('out/main/reader.js')
    expect(builder.asarUnpack).toContain('out/main/parser.js')
    expect(existsSync(join(import.meta.dirname, '../../..', builder.icon))).toBe(true)
  })

  it.each([
    ['linux', builder.linux, 'linux-arm64'],
    ['mac', builder.mac, 'darwin-arm64'],
    ['win', builder.win, 'win32-arm64'],
  ] as const)('takes of SQLite what %s runs, without sources and other binaries', (_, { files }, binary) => {
    const root = join(import.meta.dirname, '../../..')
    const left = [...builder.files, ...files]
      .filter((pattern) => pattern.startsWith('!'))
      .map((pattern) => pattern.slice(1).replace('${arch}', 'arm64'))
    const packed = globSync('node_modules/better-sqlite3/**', { cwd: root, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .filter((file) => !left.some((pattern) => matchesGlob(file, pattern)))
    const named = packed.map((file) => file.slice('node_modules/better-sqlite3/'.length))
    expect(named.filter((file) => file.endsWith('.node'))).toEqual([`prebuilds/${binary}.node`])
    expect(named).toEqual(
      expect.arrayContaining(['LICENSE', 'package.json', 'lib/index.js', 'lib/binding.js']),
    )
    expect(named.filter((file) => /\.(c|h|cpp|hpp|gypi?)$/.test(file))).toEqual([])
    const bytes = packed.reduce((sum, file) => sum + statSync(join(root, file)).size, 0)
    expect(bytes).toBeLessThan(4 * 2 ** 20)
  })

  it('has a preload that is one file and needs no package, as the sandbox asks', () => {
    expect(viteConfig.preload?.build?.externalizeDeps).toBe(false)
    expect(viteConfig.preload?.build?.rollupOptions?.output).toMatchObject({
      format: 'cjs',
      entryFileNames: '[name].cjs',
    })
  })
})
