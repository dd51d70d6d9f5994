import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { NotHad } from './not-had'

/** The shared libraries that a program asks for and the system does not have. */
export function missingLibraries(program: string): readonly string[] {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' })
  return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name)
}

/**
 * Installs packages of Debian and Ubuntu where that may be done.
 * @param need what they are for, as the beginning of "... : run apt-get"
 * @throws NotHad that says what to run, where it may not or fails
 */
export function installPackages(wanted: readonly string[], need: string): void {
  const install = ['install', '-y', '--no-install-recommends', ...new Set(wanted)]
  const advice = `${need}: run "apt-get ${install.join(' ')}" as root`
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new NotHad(advice)
  process.stderr.write(`Installing ${[...new Set(wanted)].join(', ')}, which the tests need.\n`)
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
    execFileSync('apt-get', install, { stdio: 'ignore' })
  } catch {
    throw new NotHad(advice)
  }
}
