import { benchAccounting } from './accounting.ts'
import { benchBackChannel } from './backchannel.ts'
import { benchClosing } from './closing.ts'
import { benchDisconnects } from './disconnects.ts'
import { benchGuarded } from './guarded.ts'
import { describeMachine } from './machine.ts'
import { benchPending } from './pending.ts'
import { benchPush } from './push.ts'
import { benchSources } from './sources.ts'
import { benchStore } from './store.ts'
import { printTable, type Table } from './table.ts'

// `npm run bench`: every bench in turn, as Markdown; `npm run bench -- push` only those whose name begins so.
const benches: readonly { readonly name: string; readonly run: () => Promise<readonly Table[]> }[] = [
  { name: 'push', run: benchPush },
  { name: 'closing', run: benchClosing },
  { name: 'store', run: benchStore },
  { name: 'guarded', run: benchGuarded },
  { name: 'sources', run: benchSources },
  { name: 'backchannel', run: benchBackChannel },
  { name: 'accounting', run: benchAccounting },
  { name: 'disconnects', run: benchDisconnects },
  { name: 'pending', run: benchPending },
]

const wanted = process.argv.slice(2)
const chosen = benches.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)))
if (chosen.length === 0)
  throw new Error(`There are ${benches.map(({ name }) => name).join(', ')}, and none of them was asked for.`)

console.log(`Measured on ${new Date().toISOString().slice(0, 10)}: ${describeMachine()}\n`)
for (const { run } of chosen) for (const table of await run()) console.log(printTable(table))
