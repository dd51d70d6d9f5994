import type { Configuration } from 'electron-builder'

/** better-sqlite3 brings SQLite's sources along, and a binary for every platform; a package takes its own. */
const sqlite = 'node_modules/better-sqlite3'
const binaryOf = (platform: 'linux' | 'darwin' | 'win32'): string =>
  `!${sqlite}/prebuilds/!(${platform}-${'${arch}'}).node`

export default {
  appId: 'org.descent-lab.app',
  productName: 'Descent Lab',
  copyright: 'MIT licence',
  directories: { output: 'dist', buildResources: 'resources' },
  files: [
    'out/**',
    '!out/.*',
    'resources/**',
    'package.json',
    `!${sqlite}/{deps,src,build}{,/**}`,
    `!${sqlite}/binding.gyp`,
  ],
  asar: true,
  // What is loaded by something other than Electron's own reader of archives: a native library, and threads.
  asarUnpack: [
    `${sqlite}/**`,
    'out/main/worker.js',
    'out/main/reader.js',
    'out/main/parser.js',
    'out/main/chunks/**',
  ],
  // better-sqlite3 comes built, for Node and Electron alike.
  npmRebuild: false,
  icon: 'resources/icon.png',
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: ['AppImage', 'tar.gz'],
    executableName: 'descent-lab',
    category: 'Education',
    files: [binaryOf('linux')],
  },
  mac: { target: ['dmg'], category: 'public.app-category.education', files: [binaryOf('darwin')] },
  win: { target: ['nsis'], files: [binaryOf('win32')] },
} satisfies Configuration
