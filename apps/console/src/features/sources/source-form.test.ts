import { newSourceRequest } from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blankSource, changesOf, formOf, readForm, sourceKinds, withKind } from './source-form.ts'
import { aSourceView } from './sources.test-kit.ts'

const portal = { ...blankSource, name: 'portal' }
const aSource = aSourceView({ via: 'web-tier', leaseMs: 2500 })
const leaseOf = (leaseSeconds: string) => {
  const read = readForm({ ...portal, leaseSeconds })
  return 'wrong' in read ? [...read.wrong] : read.request.leaseMs
}

test('a form with a name makes the request that the contract describes', () => {
  expect(readForm({ ...portal, name: '  portal ' })).toEqual({
    request: { name: 'portal', kinds: ['self-service-console'], via: null, toldBy: 'guard-feed', leaseMs: 5000 },
  })
})

test('every field that stands in the way is named', () => {
  const read = readForm({ ...blankSource, name: '-', kinds: [], leaseSeconds: '0' })

  expect('wrong' in read && [...read.wrong]).toEqual(['name', 'kinds', 'leaseMs'])
})

test('a lease is typed in seconds, with either sign for decimals', () => {
  expect(['5', ' 0.5 ', '2,5', '60'].map(leaseOf)).toEqual([5000, 500, 2500, 60_000])
  expect(['', 'five', '0.4', '61', '-5', '1e9'].map(leaseOf)).toEqual(Array.from({ length: 6 }, () => ['leaseMs']))
})

test('what no longer shows can neither be wrong nor be sent', () => {
  const untold = readForm({ ...portal, toldBy: 'none', leaseSeconds: 'nonsense' })
  const noPortal = readForm({ ...portal, kinds: ['operations-console'], via: 'web-tier' })

  expect(untold).toMatchObject({ request: { toldBy: 'none' } })
  expect(noPortal).toMatchObject({ request: { via: null } })
})

test('a form is either a request of the contract or says what is wrong, whatever was typed', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.subarray([...sourceKinds]), (name, leaseSeconds, kinds) => {
      const read = readForm({ ...blankSource, name, leaseSeconds, kinds })

      if ('wrong' in read) expect(read.wrong.size).toBeGreaterThan(0)
      else expect(newSourceRequest.parse(read.request)).toEqual(read.request)
    }),
  )
})

test('kinds stay in the order in which they are shown, each once', () => {
  expect(withKind(['operations-console'], 'self-service-console', true)).toEqual([
    'self-service-console',
    'operations-console',
  ])
  expect(withKind(['operations-console'], 'operations-console', true)).toEqual(['operations-console'])
  expect(withKind(['operations-console'], 'operations-console', false)).toEqual([])
})

test('only what differs is changed', () => {
  const requestOf = (extra: Partial<typeof portal>) => {
    const read = readForm({ ...formOf(aSource), ...extra })
    return 'wrong' in read ? expect.fail('it is right') : read.request
  }

  expect(changesOf(aSource, requestOf({}))).toEqual({})
  expect(changesOf(aSource, requestOf({ name: 'desk', leaseSeconds: '10' }))).toEqual({ name: 'desk', leaseMs: 10_000 })
  expect(changesOf(aSource, requestOf({ kinds: ['operations-console'] }))).toEqual({ kinds: ['operations-console'] })
  expect(changesOf({ ...aSource, channel: null }, requestOf({ toldBy: 'none' }))).toEqual({})
})
