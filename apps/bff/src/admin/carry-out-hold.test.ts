import { createHold } from '@curfew/registry'
import { createMemoryStore } from '@curfew/store/memory'
import { expect, test } from 'vitest'
import { furnish } from '../house/ports.ts'
import { createLog } from '../log.ts'
import { carryOut } from './carry-out.ts'

test('holds are listed and lifted by whom they keep out, also when nobody can log on any more', async () => {
  const { ports } = furnish(createMemoryStore(), createLog('silent'))
  const keepOut = (subject: Parameters<typeof createHold>[1]['subject']) =>
    createHold(ports, { subject, seconds: 900, reason: 'Attack', messageToUser: null }, null)
  const give = (order: Parameters<typeof carryOut>[1]) => carryOut(ports, order)
  expect((await give({ act: 'list-holds' })).lines).toEqual(['Nobody is kept out.'])
  const made = await keepOut({ kind: 'user', userId: 'ada' })
  await keepOut({ kind: 'user-at-source', userId: 'ada', sourceId: 'curfew', source: 'curfew' })
  const address = await keepOut({ kind: 'address', address: '192.0.2.0/24' })

  const list = await give({ act: 'list-holds' })
  const wrong = await give({ act: 'lift-hold', whom: 'Ada' })
  const lifted = await give({ act: 'lift-hold', whom: 'ada' })
  const byId = await give({ act: 'lift-hold', whom: address.id })

  expect(list.lines[0]).toMatch(/^WHO +WHERE +UNTIL +BY +REASON$/)
  expect(list.lines.join('\n')).toContain('ada           everywhere')
  expect(wrong).toEqual({
    done: false,
    lines: ['No hold on "Ada" is in force. User IDs are case sensitive. Nothing was changed.'],
  })
  expect(lifted.lines.toSorted()).toEqual([
    'Lifted the hold on ada (at curfew).',
    'Lifted the hold on ada (everywhere).',
  ])
  expect(byId.lines).toEqual(['Lifted the hold on 192.0.2.0/24 (everywhere).'])
  expect(await ports.store.holdById(made.id)).toMatchObject({ liftedBy: { userId: 'operator-command' } })
  expect((await give({ act: 'list-holds' })).lines).toEqual(['Nobody is kept out.'])
})
