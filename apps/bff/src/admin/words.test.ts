import { expect, test } from 'vitest'
import { readWords } from './words.ts'

test.each([
  ['list', { act: 'list' }],
  ['create zoe --role operator', { act: 'create', userId: 'zoe', role: 'operator', firstName: '', lastName: '' }],
  [
    'create zoe --role auditor --first-name Zoë --last-name Saldaña',
    { act: 'create', userId: 'zoe', role: 'auditor', firstName: 'Zoë', lastName: 'Saldaña' },
  ],
  ['disable Zoe', { act: 'disable', userId: 'Zoe' }],
  ['enable Zoe', { act: 'enable', userId: 'Zoe' }],
  ['reset-password zoe', { act: 'reset-password', userId: 'zoe' }],
  ['set-role zoe super-admin', { act: 'set-role', userId: 'zoe', role: 'super-admin' }],
])('"%s" is understood', (words, order) => {
  expect(readWords(words.split(' '))).toEqual({ kind: 'order', order, isDemo: false })
})

test('--demo means the data directory of the demo', () => {
  expect(readWords(['list', '--demo'])).toMatchObject({ isDemo: true })
})

test.each([[[]], [['--help']], [['help']], [['create', '-h']]])('%j asks for help', (words) => {
  expect(readWords(words)).toEqual({ kind: 'help' })
})

test.each([
  ['remove zoe', '"remove" is none of'],
  ['create', 'create needs a user ID'],
  ['create zoe', 'create needs a role: auditor, operator, super-admin'],
  ['set-role zoe root', 'set-role needs a role'],
  ['disable zoe ada bob', '"bob" is one word too many'],
  ['disable zoe --role auditor', 'does not take these words'],
  ['list --loud', 'loud'],
])('"%s" is answered with what is wrong with it', (words, why) => {
  const read = readWords(words.split(' '))

  expect(read.kind).toBe('not-understood')
  expect(read.kind === 'not-understood' && read.why).toContain(why)
})
