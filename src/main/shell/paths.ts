import { join, resolve } from 'node:path'
import envPaths from 'env-paths'

/** The folder of the lab's data: what was asked for, else the environment's, else the system's place for it. */
export function dataFolder(asked: string | undefined, environment: NodeJS.ProcessEnv): string {
  const named = asked ?? environment.DESCENT_LAB_DATA
  return named ? resolve(named) : envPaths('descent-lab', { suffix: '' }).data
}

/** One database for every shell, so that each finds the runs of the others. */
export const databaseIn = (folder: string): string => join(folder, 'lab.sqlite')
