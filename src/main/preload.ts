import { contextBridge, ipcRenderer } from 'electron'
import { bridgeOver } from './shell/electron/bridge'

contextBridge.exposeInMainWorld('lab', bridgeOver(ipcRenderer))
