import type { SessionDetail } from '@curfew/contract'
import { createFormats } from './formats.ts'

const { plural } = createFormats('en-GB')

type What = SessionDetail['timeline'][number]['what']

/** What a `User-Agent` said, see `features/sessions/device.ts`. */
type Device =
  | {
      readonly type: 'browser'
      readonly browser: string
      readonly version: string
      readonly system: string
      readonly form: 'phone' | 'tablet' | 'computer'
    }
  | { readonly type: 'program'; readonly name: string; readonly version: string }
  | { readonly type: 'unknown' }

const forms = { phone: 'a phone', tablet: 'a tablet', computer: 'a computer' }

const events: Record<What, (who: string) => string> = {
  'logged-on': (who) => `Logged on at ${who}`,
  'last-activity': () => 'Last activity',
  'command-began': (who) => `Began the command ${who}`,
  ended: (who) => (who === '' ? 'Ended' : `Ended by ${who}`),
  told: (who) => `Told ${who}`,
  acknowledged: (who) => `Acknowledged by ${who}`,
  accepted: (who) => `Accepted by ${who}`,
  verified: (who) => `Verified at ${who}`,
  refused: (who) => `Refused by ${who}`,
  unreachable: (who) => `Not reached: ${who}`,
}

/** The detail panel of a session in English. */
export const createSessionPanel = (limit: (seconds: number) => string) => ({
  label: 'Session',
  close: 'Close the panel',
  loading: 'Loading the session',
  notFound: 'There is no such session here. It may have ended some time ago, or it is not listed.',
  failed: (why: string) => `The session could not be loaded. ${why}`,
  heldUntil: (until: string) => `New sessions are refused until ${until}; this one goes on.`,
  holds: 'See the holds',
  closeThis: 'Close this session',
  closeAllOfUser: 'Close all of this user’s sessions',
  alreadyOver: 'This session is over already.',
  noneOpen: 'This user has no open session.',
  timeline: 'Timeline',
  cameBackAfter: (after: string) => `${after} after a closure`,
  others: (count: number, isMore: boolean) =>
    isMore
      ? `The same user’s other sessions: more than ${count}`
      : plural(count, {
          one: 'One other session of the same user',
          other: count === 0 ? 'No other session of the same user' : '# other sessions of the same user',
        }),
  facts: {
    kind: 'Kind',
    source: 'Source',
    clientAddress: 'Client address',
    device: 'Device',
    identitySource: 'Identity source',
    securityDomain: 'Security domain',
    loggedOn: 'Logged on',
    cameBack: 'Came back',
    idle: 'Idle',
    remaining: 'Remaining',
    limits: 'Limits',
    command: 'Command in flight',
    id: 'Session',
  },
  limits: (idleSeconds: number | null, absoluteSeconds: number | null) =>
    [
      idleSeconds === null ? '' : `${limit(idleSeconds)} idle`,
      absoluteSeconds === null ? '' : `${limit(absoluteSeconds)} in all`,
    ]
      .filter(Boolean)
      .join(', ') || 'None here',
  device: (device: Device, userAgent: string): string => {
    if (device.type === 'browser')
      return `${device.browser} ${device.version} on ${device.system}, ${forms[device.form]}`
    if (device.type === 'program') return `${device.name} ${device.version}`.trim()
    return userAgent === '' ? '' : 'Not recognised'
  },
  happened: (what: What, who: string, detail: string): string =>
    [events[what](who), ...(detail === '' ? [] : [detail])].join(': '),
})
