import { main } from './main.ts'

// The server of `npm run dev`: without the console, which Vite serves.
await main(process.env, process.argv.slice(2), null)
