// @vitest-environment happy-dom
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exportName } from '../../../src/renderer/model/export/formats'
import { download, safeFileName } from '../../../src/renderer/client/download'

describe('file names', () => {
  it('keep what a file system takes and replace what it does not', () => {
    expect(safeFileName('GD, SGD & Adam (η = 0.1)')).toBe('GD, SGD & Adam (η = 0.1)')
    expect(safeFileName('a/b\\c:d*e?"f"<g>|h\n')).toBe('a-b-c-d-e-f-g-h')
    expect(safeFileName('../../etc/passwd')).toBe('etc-passwd')
    expect(safeFileName('race \u202Enosj.\u200Bexe')).toBe('race nosj.exe')
  })

  it('are never empty, hidden, reserved or too long', () => {
    expect(safeFileName('///')).toBe('descent-lab')
    expect(safeFileName('', 'experiment')).toBe('experiment')
    expect(safeFileName('.hidden')).toBe('hidden')
    expect(safeFileName('CON')).toBe('CON-')
    expect([...safeFileName('é'.repeat(500))]).toHaveLength(100)
  })

  it('hold for any text, and a safe name stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const name = safeFileName(text)
        expect(name).not.toMatch(/[\p{Cc}<>:"/\\|?*]/u)
        expect(name).toMatch(/^[^.\s]/u)
        expect(name).toMatch(/[^.\s]$/u)
        expect(safeFileName(name)).toBe(name)
      }),
    )
  })

  it('say whose runs they hold', () => {
    const run = (experimentName: string, label: string) => ({ experimentName, label })
    expect(exportName([run('Race', 'Adam')])).toBe('Race - Adam')
    expect(exportName([run('Race', 'Adam'), run('Race', 'GD')])).toBe('Race')
    expect(exportName([run('Race', 'Adam'), run('Sweep', 'GD')])).toBe('2 runs')
  })
})

describe('a download', () => {
  it('is a link with the name, clicked and taken away again', async () => {
    const clicked = new Promise<{ name: string; href: string }>((resolve) => {
      document.addEventListener(
        'click',
        (event) => {
          event.preventDefault()
          const link = event.target
          if (link instanceof HTMLAnchorElement) resolve({ name: link.download, href: link.href })
        },
        { once: true },
      )
    })
    download(new Blob(['a,b\n']), 'curves.csv')
    const { name, href } = await clicked
    expect(name).toBe('curves.csv')
    expect(href).toMatch(/^blob:/)
    expect(document.querySelector('a')).toBeNull()
  })
})
