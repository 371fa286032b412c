import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { viteProgram } from './console-build.ts'

// `npm run dev`: the server, started anew when one of its files changes, and the console from Vite's development server, which
// passes on what belongs to the server. Browsers open the console's address.

const consoleAddress = 'http://127.0.0.1:5173'
const words = process.argv.slice(2)
const port = process.env['PORT'] ?? '8080'
const env = {
  ...process.env,
  PORT: port,
  CURFEW_PUBLIC_URL:
    process.env['CURFEW_PUBLIC_URL'] ?? `${consoleAddress},http://localhost:5173,http://127.0.0.1:${port}`,
}
const inThisHouse = { cwd: join(import.meta.dirname, '../../..'), env, stdio: 'inherit' } as const

const server = spawn(
  process.execPath,
  ['--watch', '--watch-preserve-output', join(import.meta.dirname, 'dev-server.ts'), ...words],
  inThisHouse,
)
const vite = spawn(process.execPath, [viteProgram()], inThisHouse)
console.log(`Open ${consoleAddress}: the console with reload, in front of the server on port ${port}.`)

// A terminal sends Ctrl+C to all of them; a plain kill reaches only this one.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end([server, vite]))
await Promise.race([once(server, 'exit'), once(vite, 'exit')])
end([server, vite])

function end(children: readonly ChildProcess[]) {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
}
