import { newNasRequest, type RadiusView, radiusView, sourceChange } from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printDuration, readDuration } from './duration.ts'
import { makeSecret } from './make-secret.ts'
import { blankNas, formOf, type NasForm, readChange, readNewNas, staleAfterSeconds, withAttribute } from './nas-form.ts'

const vpn: NasForm = { ...blankNas, name: 'vpn-1', networks: '10.1.2.3', secret: 'the shared secret' }
const asKept: RadiusView = {
  networks: ['10.1.2.3', '2001:db8::/32'],
  requiresMessageAuthenticator: true,
  nasKnownBy: 'address',
  disconnectPort: null,
  disconnectAddress: null,
  identifiedBy: ['User-Name'],
  interimSeconds: null,
  missedUntilStale: 5,
  endAfterSeconds: null,
  secretChangedAt: '2026-05-04T14:05:00.000Z',
  formerSecretUntil: null,
}
const wrongIn = (form: Partial<NasForm>) => {
  const read = readNewNas({ ...vpn, ...form })
  return 'wrong' in read ? [...read.wrong.fields] : []
}
const changeIn = (before: NasForm, form: Partial<NasForm>) => {
  const read = readChange(before, { ...before, ...form })
  return 'wrong' in read ? expect.fail('it is right') : read.request
}

test('a name, an address and a secret are enough; the rest is as the contract has it', () => {
  const read = readNewNas({ ...vpn, name: ' vpn-1 ' })

  const least = newNasRequest.parse({
    name: 'vpn-1',
    radius: { networks: ['10.1.2.3'], secret: 'the shared secret' },
  })
  expect(read).toEqual({ request: least })
})

test('addresses may be apart by lines, spaces and commas, and those that are none are named', () => {
  const right = readNewNas({ ...vpn, networks: '10.1.2.3, 10.2.0.0/16\n2001:db8::1  2001:db8:1::/48\n' })
  const wrong = readNewNas({ ...vpn, networks: '10.1.2.3 10.1.2.300 vpn.example.org' })

  expect(right).toMatchObject({
    request: { radius: { networks: ['10.1.2.3', '10.2.0.0/16', '2001:db8::1', '2001:db8:1::/48'] } },
  })
  expect(wrong).toMatchObject({ wrong: { networks: ['10.1.2.300', 'vpn.example.org'] } })
})

test('every field that stands in the way is named', () => {
  expect(wrongIn({ name: '-' })).toEqual(['name'])
  expect(wrongIn({ networks: ' ' })).toEqual(['networks'])
  expect(wrongIn({ secret: 'short' })).toEqual(['secret'])
  expect(['0', '65536', 'radius'].map((disconnectPort) => wrongIn({ disconnectPort }))).toEqual([
    ['disconnectPort'],
    ['disconnectPort'],
    ['disconnectPort'],
  ])
  expect(wrongIn({ disconnectAddress: 'vpn.example.org' })).toEqual(['disconnectAddress'])
  expect(wrongIn({ isNamedByUsual: false, chosen: [] })).toEqual(['identifiedBy'])
  expect(wrongIn({ interim: '10 s', missedUntilStale: '', endAfter: 'soon' })).toEqual([
    'interimSeconds',
    'missedUntilStale',
    'endAfterSeconds',
  ])
})

test('what is left empty is none, and what no longer shows can neither be wrong nor be sent', () => {
  const read = readNewNas({ ...vpn, disconnectPort: ' ', disconnectAddress: 'nonsense', interim: '', endAfter: '' })

  expect(read).toMatchObject({
    request: {
      radius: { disconnectPort: null, disconnectAddress: null, interimSeconds: null, endAfterSeconds: null },
    },
  })
})

test('only what differs is changed, and never the secret', () => {
  const before = formOf('vpn-1', radiusView.parse(asKept))

  expect(changeIn(before, {})).toEqual({})
  expect(changeIn(before, { secret: 'typed by mistake' })).toEqual({})
  expect(changeIn(before, { name: 'vpn-2', networks: '10.1.2.3\n2001:db8::/32 ' })).toEqual({ name: 'vpn-2' })
  expect(changeIn(before, { networks: '10.1.2.4', disconnectPort: '1700', interim: '90' })).toEqual({
    radius: { networks: ['10.1.2.4'], disconnectPort: 1700, interimSeconds: 90 },
  })
  expect(changeIn(before, { isNamedByUsual: true, requiresMessageAuthenticator: false })).toEqual({
    radius: { identifiedBy: null, requiresMessageAuthenticator: false },
  })
  expect(readChange(before, { ...before, missedUntilStale: '0' })).toMatchObject({ wrong: { networks: [] } })
})

test('a form is either a request of the contract or says what is wrong, whatever was typed', () => {
  const typed = fc.record({
    name: fc.string(),
    networks: fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()),
    secret: fc.string(),
    disconnectPort: fc.oneof(fc.string(), fc.nat(70_000).map(String)),
    disconnectAddress: fc.oneof(fc.string(), fc.ipV4()),
    interim: fc.string(),
    missedUntilStale: fc.string(),
    endAfter: fc.string(),
  })
  fc.assert(
    fc.property(typed, (some) => {
      const created = readNewNas({ ...vpn, ...some })
      const changed = readChange(vpn, { ...vpn, ...some })

      if ('wrong' in created) expect(created.wrong.fields.size).toBeGreaterThan(0)
      else expect(newNasRequest.parse(created.request)).toEqual(created.request)
      if ('wrong' in changed) expect(changed.wrong.fields.size).toBeGreaterThan(0)
      else expect(sourceChange.parse(changed.request)).toEqual(changed.request)
    }),
  )
})

test('durations are read as they are printed, and in any of their units', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 31_536_000 }), (s) => readDuration(printDuration(s)) === s))
  expect([30, 90, 300, 5_400, 43_200, 86_400].map(printDuration)).toEqual([
    '30 s',
    '90 s',
    '5 min',
    '90 min',
    '12 h',
    '1 d',
  ])
  expect(['45', '90s', '1,5 h', '2 D', '3m'].map(readDuration)).toEqual([45, 90, 5_400, 172_800, 180])
  expect(['', 'soon', '-5 s', '5 weeks', '1e3', '1.2.3'].map(readDuration)).toEqual(Array(6).fill(Number.NaN))
})

test('for how long a NAS may be silent follows from what is typed, and is not claimed where it is nothing', () => {
  expect(staleAfterSeconds(vpn)).toBe(900)
  expect(
    [{ interim: '' }, { interim: 'soon' }, { missedUntilStale: '' }].map((some) =>
      staleAfterSeconds({ ...vpn, ...some }),
    ),
  ).toEqual([null, null, null])
})

test('attributes stay in the order in which they are shown, each once', () => {
  const all = ['NAS-Identifier', 'User-Name', 'Acct-Session-Id'] as const

  expect(withAttribute(all, ['Acct-Session-Id'], 'NAS-Identifier', true)).toEqual(['NAS-Identifier', 'Acct-Session-Id'])
  expect(withAttribute(all, ['Acct-Session-Id'], 'Acct-Session-Id', false)).toEqual([])
})

test('a secret that is made here is long, different each time, and of letters that every NAS takes', () => {
  const secrets = Array.from({ length: 200 }, makeSecret)

  expect(new Set(secrets).size).toBe(200)
  expect(secrets.filter((secret) => !/^[A-Za-z2-9]{32}$/.test(secret))).toEqual([])
})
