import type { RadiusSessionView } from '@curfew/contract'
import type { Formats } from './formats.ts'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const

/** What a NAS told of a session, in English. The names of attributes are the standard's in every language. */
export const radiusSession = ({ locale, number, plural }: Formats) => {
  const minutes = (seconds: number) => Math.floor(seconds / 60)
  /** 6,012,345,678 → `6.01 GB`. */
  const octets = (count: number) => {
    const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)))
    const format = new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: units[step] ?? 'byte',
      unitDisplay: step === 0 ? 'long' : 'short',
      maximumSignificantDigits: 3,
    })
    return format.format(step === 0 ? count : count / 1000 ** step)
  }
  return {
    title: 'RADIUS accounting',
    nas: 'NAS',
    nasFrom: (name: string, sentFrom: string) => (name === sentFrom ? name : `${name}, from ${sentFrom}`),
    lastHeard: 'Last accounting',
    online: 'Online',
    onlineFor: (seconds: number, isExact: boolean) =>
      [
        seconds < 60
          ? `${number(seconds)} s`
          : seconds < 3600
            ? `${minutes(seconds)} min`
            : `${number(Math.floor(seconds / 3600))} h ${String(minutes(seconds % 3600)).padStart(2, '0')}`,
        ...(isExact ? [] : ['its beginning was not told and is concluded']),
      ].join('; '),
    fromUser: 'From the user',
    toUser: 'To the user',
    traffic: (count: number | null, packets: number | null) =>
      [
        ...(count === null ? [] : [octets(count)]),
        ...(packets === null ? [] : [plural(packets, { one: '# packet', other: '# packets' })]),
      ].join(' in '),
    clock: 'Clock of the NAS',
    /** What is a second or two is the network. */
    clockOff: (seconds: number | null) => {
      if (seconds === null || Math.abs(seconds) < 3) return ''
      return seconds > 0 ? `${number(seconds)} s ahead of ours` : `${number(-seconds)} s behind ours`
    },
    ended: 'Ended',
    endedBy: {
      stop: 'its NAS said so',
      'accounting-on': 'its NAS restarted',
      'accounting-off': 'its NAS was shut down',
      silence: 'its NAS fell silent',
      superseded: 'its NAS gave its id to another session',
    } satisfies Record<NonNullable<RadiusSessionView['end']>['by'], string>,
    cause: 'Because',
    causeOf: (name: string, words: string) => `${words} (${name})`,
    stillOnline: (at: string) => `Still online: its NAS said at ${at} that it goes on.`,
    stillOnlineText:
      'It was closed here and is refused by Curfew, but its traffic passes the NAS until that ends it. End it at the NAS itself, and look why that agreed and did nothing.',
  }
}
