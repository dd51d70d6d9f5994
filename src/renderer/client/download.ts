import { visible } from '@core/plain-text'

/** What a file may not be called on one system or another. */
const refused = /[\p{Cc}<>:"/\\|?*]+/gu
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i
const longest = 100

/** A name that every file system takes: `GD / SGD?` -> `GD - SGD`; `fallback` where nothing is left. */
export function safeFileName(name: string, fallback = 'descent-lab'): string {
  const [...characters] = visible(name).replace(refused, '-').replace(/\s+/g, ' ')
  const text = characters
    .slice(0, longest)
    .join('')
    .replace(/^[\s.-]+|[\s.-]+$/g, '')
  if (text === '') return fallback
  return reserved.test(text) ? `${text}-` : text
}

/** Hands what is at an address to the person the way a link does; works in both shells. */
export function downloadFrom(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}

/** Hands over a file that the page has made. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  downloadFrom(url, name)
  // The browser may still be opening the address when click() returns.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
