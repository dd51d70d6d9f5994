const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'its disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOENT: 'its folder is not there',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a file of that name is in the way',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'it is a link to itself',
  EIO: 'the disk reports an error',
  ESTALE: 'its disk does not answer',
  ENOTCONN: 'its disk does not answer',
}

/** What a code of the operating system means for a file or folder, in a few words. */
export const systemReason = (code: unknown): string | undefined =>
  typeof code === 'string' && Object.hasOwn(reasons, code) ? reasons[code] : undefined
