import { buildConsoleIfNeeded, consoleBuild } from './console-build.ts'
import { main } from './main.ts'

// `npm start`: build the console when its build is missing or older than its sources, then serve everything.
if (await buildConsoleIfNeeded()) await main(process.env, process.argv.slice(2), consoleBuild)
else process.exit(1)
