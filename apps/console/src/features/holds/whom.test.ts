import { expect, test } from 'vitest'
import { readTyped, subjectsOf } from './whom.ts'

const typed = { userId: ' grace ', source: 'portal', address: ' 192.0.2.7 ' }

test('what is typed becomes a subject, and what is missing is named', () => {
  expect(readTyped({ ...typed, kind: 'user' })).toEqual({ kind: 'user', userId: 'grace' })
  expect(readTyped({ ...typed, kind: 'user-at-source' })).toEqual({
    kind: 'user-at-source',
    userId: 'grace',
    source: 'portal',
  })
  expect(readTyped({ ...typed, kind: 'address' })).toEqual({ kind: 'address', address: '192.0.2.7' })
  expect(readTyped({ ...typed, userId: ' ', kind: 'user' })).toEqual({ missing: 'userId' })
  expect(readTyped({ ...typed, source: '', kind: 'user-at-source' })).toEqual({ missing: 'source' })
  expect(readTyped({ ...typed, address: '', kind: 'address' })).toEqual({ missing: 'address' })
})

test('each is held once, and by address only where the device has one', () => {
  const comer = (userId: string, source: string, clientAddress: string) => ({ userId, source, clientAddress })
  const comers = [
    comer('grace', 'portal', '192.0.2.7'),
    comer('grace', 'vpn-1', '192.0.2.7, 10.8.0.2'),
    comer('linus', 'vpn-1', '00:11:22:33:44:55, 10.8.0.3'),
    comer('edith', 'shop', '2001:db8::7'),
    comer('ken', 'shop', ''),
  ]

  expect(subjectsOf('user', comers)).toHaveLength(4)
  expect(subjectsOf('user-at-source', comers)).toHaveLength(5)
  expect(subjectsOf('address', comers)).toEqual([
    { kind: 'address', address: '192.0.2.7' },
    { kind: 'address', address: '2001:db8::7' },
  ])
})
