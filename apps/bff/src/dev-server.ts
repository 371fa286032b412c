import { main } from './main.ts'

// The server of `npm run dev`: without the console, which Vite serves.

// Under `node --watch` every thread reports what it loads, and a worker does so on the port that its owner speaks with it on.
// By now this thread has reported its files; the store's workers need not.
delete process.env['WATCH_REPORT_DEPENDENCIES']
await main(process.env, process.argv.slice(2), null)
