import type { Database } from 'better-sqlite3'

/** A session that has not said for so long that it is there is gone, in milliseconds. */
const silence = 30_000

/** Whether a process of that number runs on this machine. */
export function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It runs, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

export type Sessions = ReturnType<typeof createSessions>

interface Session {
  readonly id: number
  readonly pid: number
  readonly heartbeatAt: number
}

/** The processes that have the database open; several may at the same time. */
export function createSessions(db: Database, now: () => number) {
  const insert = db.prepare<{ pid: number; at: number }>(
    'insert into sessions (pid, started_at, heartbeat_at) values (@pid, @at, @at)',
  )
  const touch = db.prepare<[at: number, id: number]>('update sessions set heartbeat_at = ? where id = ?')
  const remove = db.prepare<[id: number]>('delete from sessions where id = ?')
  const all = db.prepare<[], Session>('select id, pid, heartbeat_at as heartbeatAt from sessions')
  const isDead = ({ pid, heartbeatAt }: Session, lives: (pid: number) => boolean): boolean =>
    now() - heartbeatAt > silence || !lives(pid)

  return {
    /** @returns the session's id */
    begin: (pid: number): number => Number(insert.run({ pid, at: now() }).lastInsertRowid),

    /** Says that the session is there: at least every ten seconds. */
    beat(id: number): void {
      touch.run(now(), id)
    },

    end(id: number): void {
      remove.run(id)
    },

    /** The sessions that ended without saying so. */
    dead: (lives: (pid: number) => boolean = processLives): readonly number[] =>
      all
        .all()
        .filter((session) => isDead(session, lives))
        .map(({ id }) => id),

    /** The sessions that are there. */
    living: (): readonly number[] =>
      all
        .all()
        .filter((session) => !isDead(session, processLives))
        .map(({ id }) => id),
  }
}
