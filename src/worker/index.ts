import { parentPort } from 'node:worker_threads'
import { serve } from './serve'

if (!parentPort) throw new Error('this file must run as a worker thread')
serve(parentPort)
