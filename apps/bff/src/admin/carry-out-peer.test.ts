import type { AuditEntry } from '@curfew/registry'
import { aSignalReceiver, aSignalTransmitter, aWebhook } from '@curfew/registry/cast'
import { createMemoryStore } from '@curfew/store/memory'
import { expect, test } from 'vitest'
import { furnish } from '../house/ports.ts'
import { createLog } from '../log.ts'
import { carryOut } from './carry-out.ts'
import { readWords } from './words.ts'

const audit = (id: string): AuditEntry => ({ id, at: new Date(0), actor: null, act: 'made', target: id, detail: {} })

/** A house that tells somebody and believes somebody, and what is answered at its shell. */
async function aHouse() {
  const { ports } = furnish(createMemoryStore(), createLog('silent'))
  const say = async (text: string) => {
    const words = readWords(text.split(' '))
    if (words.kind !== 'order') throw new Error(`not understood: ${text}`)
    return (await carryOut(ports, words.order)).lines
  }
  const before = [await say('list-webhooks'), await say('list-signals')]
  await ports.store.createWebhook(aWebhook({ name: 'desk', url: 'https://hooks.example/T0/secret' }), 10, audit('a'))
  await ports.store.createSignalReceiver(aSignalReceiver({ name: 'siem' }), audit('b'))
  await ports.store.createSignalTransmitter(aSignalTransmitter({ id: 'idp', name: 'idp' }), audit('c'))
  return { before, say, store: ports.store }
}

test('webhooks are listed by host, without the path that may be a secret, and switched off and on', async () => {
  const { before, say, store } = await aHouse()

  const listed = await say('list-webhooks')
  const said = [await say('disable-webhook desk'), await say('disable-webhook nobody')]
  const off = await say('list-webhooks')
  await say('enable-webhook desk')

  expect(before[0]).toEqual(['There is no webhook yet. Add one on the page Webhooks.'])
  expect(listed[1]).toMatch(/^desk +hooks\.example +enabled +never$/)
  expect(listed.join('')).not.toContain('secret')
  expect(said).toEqual([
    ['Disabled desk. Nothing is kept for it meanwhile.'],
    ['There is no webhook "nobody". Names are case sensitive. Nothing was changed.'],
  ])
  expect(off[1]).toContain('disabled (administrator)')
  expect((await store.webhooks())[0]).toMatchObject({ disabled: null })
})

test('a transmitter is trusted no more at once, and again, by name', async () => {
  const { before, say, store } = await aHouse()

  const said = [await say('distrust-transmitter idp'), await say('distrust-transmitter siem')]
  const listed = await say('list-signals')

  expect(before[1]).toEqual(['Nobody is told by shared signals, and no transmitter is trusted.'])
  expect(said).toEqual([
    ['idp is not trusted any more: its signals are refused.'],
    ['There is no transmitter "siem". Names are case sensitive. Nothing was changed.'],
  ])
  expect(listed.slice(1).map((line) => line.split(/ {2,}/))).toEqual([
    ['siem', 'receiver', 'enabled'],
    ['idp', 'transmitter', 'not trusted'],
  ])
  await say('trust-transmitter idp')
  expect((await store.signalTransmitters())[0]).toMatchObject({ disabled: false })
})
