import type { Configuration } from 'electron-builder'

export default {
  appId: 'org.descent-lab.app',
  productName: 'Descent Lab',
  copyright: 'MIT licence',
  directories: { output: 'dist', buildResources: 'resources' },
  files: ['out/**', '!out/.*', 'resources/**', 'package.json'],
  asar: true,
  // What is loaded by something other than Electron's own reader of archives: a native library, and threads.
  asarUnpack: [
    'node_modules/better-sqlite3/**',
    'out/main/worker.js',
    'out/main/reader.js',
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
  linux: { target: ['AppImage', 'tar.gz'], executableName: 'descent-lab', category: 'Education' },
  mac: { target: ['dmg'], category: 'public.app-category.education' },
  win: { target: ['nsis'] },
} satisfies Configuration
