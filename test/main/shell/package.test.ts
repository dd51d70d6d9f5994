import { existsSync } from 'node:fs'
import { join } from 'node:path'
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
    expect(existsSync(join(import.meta.dirname, '../../..', builder.icon))).toBe(true)
  })

  it('has a preload that is one file and needs no package, as the sandbox asks', () => {
    expect(viteConfig.preload?.build?.externalizeDeps).toBe(false)
    expect(viteConfig.preload?.build?.rollupOptions?.output).toMatchObject({
      format: 'cjs',
      entryFileNames: '[name].cjs',
    })
  })
})
