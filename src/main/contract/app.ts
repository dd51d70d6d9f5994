import { z } from '@core/zod'
import { call, nothing } from './call'

/** Something the person must know, in a plain sentence: a damaged database set aside, a read-only folder. */
export interface Notice {
  readonly level: 'info' | 'warning' | 'error'
  readonly title: string
  readonly text: string
}

export interface AppInfo {
  readonly version: string
  readonly shell: 'desktop' | 'browser' | 'command line'
  /** Where the database is; empty where runs can't be kept. */
  readonly database: string
  readonly notices: readonly Notice[]
  /**
   * Where everything was saved because the database vanished under the open lab, as long as the
   * person has not said whether to go on there; null at all other times.
   */
  readonly savedAs: string | null
}

/** The room the lab takes on the disk, in bytes. */
export interface StorageInfo {
  /** The file with everything in it, its log included; 0 where nothing is kept. */
  readonly database: number
  /** Of that, the curves of runs in the trash. */
  readonly trash: number
  /** Of that, what nothing is in any more. */
  readonly free: number
  readonly backups: number
  /** Of those, backups that are kept only because they hold more than the newer ones. */
  readonly spareBackups: number
}

export const appCalls = {
  'app.info': call(nothing).returns<AppInfo>(),
  /** After the database vanished: goes on in the file that everything was saved in, or keeps no more. */
  'app.goOn': call(z.strictObject({ keep: z.boolean() })).returns<AppInfo>(),

  'storage.read': call(nothing).returns<StorageInfo>(),
  /** Gives what nothing is in back to the disk, spare backups included; nothing can run meanwhile. */
  'storage.free': call(nothing).returns<StorageInfo>(),
} as const
