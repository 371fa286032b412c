import { attribute } from '@curfew/radius'
import { expect, test } from 'vitest'
import { findSession } from './find-session.ts'
import { attributesOf, beginSession } from './nas-session.ts'

const nas = { identifier: 'vpn-2', address: '127.0.0.1', calledStationId: '198.51.100.1' }
const at = new Date('2026-03-02T09:00:00.000Z')
const ada = beginSession('ada', 1, at)
const adaToo = beginSession('ada', 2, at)
const grace = beginSession('grace', 3, at)
const find = (...attributes: Parameters<typeof findSession>[0]) => findSession(attributes, [ada, adaToo, grace], nas)

test('all that accounting said of a session finds that one', () => {
  const identifying = attributesOf(adaToo, nas).filter(({ type }) => ![6, 45, 77].includes(type))

  expect(find(...identifying)).toEqual({ session: adaToo })
})

test.each([
  ['a session that is not there', 503, [attribute('Acct-Session-Id', 'nonsense')]],
  ['two sessions', 508, [attribute('User-Name', 'ada')]],
  [
    'the right session of the wrong user',
    503,
    [attribute('Acct-Session-Id', ada.acctSessionId), attribute('User-Name', 'grace')],
  ],
  ['another NAS', 403, [attribute('NAS-Identifier', 'vpn-3'), attribute('Acct-Session-Id', ada.acctSessionId)]],
  ['this NAS and no session', 402, [attribute('NAS-Identifier', 'vpn-2')]],
  ['nothing', 402, []],
  ['what names no session', 401, [attribute('Acct-Session-Id', ada.acctSessionId), attribute('Filter-Id', 'x')]],
])('a request that names %s is answered with %i', (_what, errorCause, attributes) => {
  expect(find(...attributes)).toEqual({ errorCause })
})

test('what stands beside is not looked at', () => {
  const beside = [attribute('Event-Timestamp', at), attribute('Proxy-State', Buffer.from('p'))]

  expect(find(attribute('Acct-Session-Id', grace.acctSessionId), ...beside)).toEqual({ session: grace })
})
