import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

const secret = (): string => randomBytes(32).toString('base64url')

function same(given: string | undefined, expected: string): boolean {
  const bytes = Buffer.from(given ?? '')
  return bytes.length === expected.length && timingSafeEqual(bytes, Buffer.from(expected))
}

/** The port is the browser's side of it, which differs from ours behind `ssh -L`. */
const loopback = /^(?:127\.0\.0\.1|localhost)(?::(\d{1,5}))?$/

/**
 * Why a request is none of a page of ours, or undefined. A rebound domain shows in `Host`;
 * a page from elsewhere, other ports of this machine among them, shows in `Origin`, which
 * browsers send with everything but plain reads.
 */
export function strangerReason(
  method: string,
  upgrade: boolean,
  { host, origin }: IncomingHttpHeaders,
): string | undefined {
  if (!loopback.test(host ?? '')) return 'The lab answers only under 127.0.0.1 and localhost.'
  if (origin === undefined) {
    return !upgrade && (method === 'GET' || method === 'HEAD') ? undefined : 'The request names no origin.'
  }
  return origin === `http://${host}` ? undefined : 'The lab answers only its own pages.'
}

/** Browsers share cookies between the ports of a host: each lab keeps its own by name. */
export const cookieName = (host: string | undefined): string =>
  `descent-lab-${loopback.exec(host ?? '')?.[1] ?? '80'}`

/** Who may come in: a link lets in one browser, which from then on shows the session's cookie. */
export class Gate {
  readonly session = secret()
  #token = secret()

  /** Of the link that is good now. */
  get token(): string {
    return this.#token
  }

  knows(session: string | undefined): boolean {
    return same(session, this.session)
  }

  /** Uses the token up, if it is the one. */
  exchange(token: string): boolean {
    if (!same(token, this.#token)) return false
    this.#token = secret()
    return true
  }
}
