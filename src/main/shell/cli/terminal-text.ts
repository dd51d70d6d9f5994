import { Fault } from '../../faults'
import { systemReason } from '../../system-errors'

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

const reasons: Readonly<Record<string, string>> = {
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
  ERR_STRING_TOO_LONG: 'it is too large',
  ERR_INVALID_ARG_VALUE: 'that is no name of a file',
}

/** Why a file or folder can't be used, in a few words. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error)
  const known = typeof code === 'string' && Object.hasOwn(reasons, code) ? reasons[code] : undefined
  return known ?? systemReason(code) ?? (error instanceof Error ? error.message : String(error))
}

export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(String(codeOf(error)))

/** As a sentence begins. */
export const upper = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/**
 * Writes to a stream whose reader may have gone (`| head`): that is no fault.
 * @throws Fault `conflict`
 */
export function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((settle, reject) => {
    stream.write(text, (error) => {
      if (!error || codeOf(error) === 'EPIPE') settle()
      else reject(new Fault('conflict', `the output can't be written: ${reasonOf(error)}`))
    })
  })
}
