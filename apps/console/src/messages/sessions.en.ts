import type { ChoiceField, Ending, FilterField, SessionKind, SessionStatus, Via } from '@curfew/contract'
import { createFormats } from './formats.ts'
import { createSessionPanel } from './session-panel.en.ts'

const formats = createFormats('en-GB')
const { number, plural } = formats
const sessionCount = (count: number) => plural(count, { one: '# session', other: '# sessions' })

const hourSeconds = 3600
const daySeconds = 86_400

/** 50 → `0 min`, 840 → `14 min`, 20,280 → `5 h 38`, 100,000 → `1 d 3 h`. Rounded down. */
function duration(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds))
  if (left < hourSeconds) return `${Math.floor(left / 60)} min`
  if (left < daySeconds)
    return `${Math.floor(left / hourSeconds)} h ${String(Math.floor((left % hourSeconds) / 60)).padStart(2, '0')}`
  return `${Math.floor(left / daySeconds)} d ${Math.floor((left % daySeconds) / hourSeconds)} h`
}

/** Whole hours without minutes: a limit of `8 h`. */
function limit(seconds: number): string {
  return seconds > 0 && seconds % hourSeconds === 0 ? `${number(seconds / hourSeconds)} h` : duration(seconds)
}

const weekday = new Intl.DateTimeFormat(formats.locale, { weekday: 'short', hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(formats.locale, { day: 'numeric', month: 'short' })

/** A narrow cell's worth of a moment: today as `08:02`, within six days as `Mon 08:02`, before that as `3 Nov`. */
function shortMoment(at: Date, now: Date): string {
  if (at.toDateString() === now.toDateString()) return formats.clock(at)
  const age = now.getTime() - at.getTime()
  return age >= 0 && age < 6 * daySeconds * 1000 ? weekday.format(at).replace(',', '') : day.format(at)
}

/** Down to the second while it is less than a minute. */
function inSeconds(seconds: number): string {
  return seconds < 60 ? `${Math.max(0, Math.floor(seconds))} s` : duration(seconds)
}

const kinds: Record<SessionKind, string> = {
  'self-service-console': 'Self-Service Console',
  radius: 'RADIUS',
  'risk-based-authentication': 'Risk-based authentication',
  api: 'API',
  'token-management-snap-in': 'Token Management Snap-In',
  'security-console': 'Security Console',
  'operations-console': 'Operations Console',
  'authentication-agent': 'Authentication agent',
}

const statuses: Record<SessionStatus, string> = {
  active: 'Active',
  'abandoned-in-progress': 'Abandoned/in-progress',
  closing: 'Closing',
  closed: 'Closed',
}

const vias: Record<Via, string> = { direct: 'direct', 'web-tier': 'web tier' }

const fields: Record<FilterField, string> = {
  userId: 'User ID',
  lastName: 'Last name',
  firstName: 'First name',
  clientAddress: 'Client address',
  source: 'Source',
  securityDomain: 'Security domain',
  identitySource: 'Identity source',
  kind: 'Kind',
  status: 'Status',
  via: 'Via',
  loggedOnAt: 'Logged on between',
  lastActivityAt: 'Last active between',
  idleSeconds: 'Idle longer than',
  cameBack: 'Came back after a closure',
}

const endings: Record<Ending, string> = {
  closure: 'Closed',
  logoff: 'Logged off',
  'idle-limit': 'Idle too long',
  'absolute-limit': 'Time limit reached',
  source: 'Ended by its source',
  'source-silent': 'Its NAS is silent',
  'account-disabled': 'Account disabled',
  'password-changed': 'Password changed',
}

const choices: Record<ChoiceField, Readonly<Record<string, string>>> = { kind: kinds, status: statuses, via: vias }

/** The page *Active User Sessions* in English: heading, search, toolbar, grid. */
export const sessions = {
  title: 'Active User Sessions',
  kinds,
  statuses,
  vias,
  endings,
  sessionCount,
  duration,
  inSeconds,
  shortMoment,

  live: 'live',
  paused: 'paused',
  pausedBecause: 'The connection that tells of changes is down. What is shown may be old; it is being tried again.',
  changed: (ago: string) => `changed ${ago}`,
  noChangeYet: 'no change since you came',
  ago: (seconds: number) => (seconds < 1 ? 'just now' : `${inSeconds(seconds)} ago`),

  addressNotice: (parts: readonly string[]) =>
    `Part of the address could not be read and is left out of the search: ${parts.join('; ')}.`,
  cleanAddress: 'Dismiss',

  search: {
    label: 'Search',
    fields,
    field: 'Field',
    operator: 'Operator',
    comparisons: { contains: 'contains', startsWith: 'starts with', equals: 'equals' },
    value: (field: FilterField) => `${fields[field]} to search for`,
    anyChoice: 'Choose…',
    choice: (field: ChoiceField, value: string) => choices[field][value] ?? value,
    placeholder: 'Search',
    matchCase: 'Case sensitive',
    caseMatters: 'Case sensitive: Admin does not find admin',
    caseDoesNotMatter: 'Any case: Admin finds admin',
    from: 'From',
    before: 'Until',
    endsBeforeItBegins: 'The end is not after the beginning. Nothing was searched yet.',
    idleNumber: 'Idle longer than, number',
    idleUnit: 'Unit',
    units: { '60': 'minutes', '3600': 'hours' },
    addField: 'Field',
    tooManyFields: (most: number) => `A search takes at most ${number(most)} conditions.`,
    applied: 'Also applied',
    edit: (condition: string) => `Edit: ${condition}`,
    remove: (condition: string) => `Remove: ${condition}`,
    clear: 'Clear search',
    caseIgnored: 'any case',
    textChip: (field: FilterField, comparison: string, value: string) => `${fields[field]} ${comparison} “${value}”`,
    choiceChip: (field: FilterField, value: string) => `${fields[field]}: ${value}`,
    betweenChip: (field: FilterField, from: string | null, before: string | null) => {
      const what = field === 'loggedOnAt' ? 'Logged on' : 'Last active'
      if (from === null) return `${what} before ${before ?? ''}`
      return before === null ? `${what} from ${from}` : `${what} ${from} – ${before}`
    },
    idleChip: (seconds: number) => `Idle longer than ${inSeconds(seconds)}`,
    notListed: (what: readonly string[]) => `Not listed here: ${what.join('; ')}`,
    notListedKinds: {
      'authentication-agent': 'sessions of authentication agents',
      'operations-console-without-super-admin-credentials':
        'Operations Console sessions without Super Admin credentials',
    },
    found: (count: number) =>
      count === 0 ? 'No session matches' : plural(count, { one: '# session matches', other: '# sessions match' }),
  },

  toolbar: {
    close: 'Close Sessions',
    keepOut: 'Keep out…',
    mayNotKeepOut: 'An auditor sees holds, and neither makes nor lifts them.',
    keepOutOneByOne: 'Pick the sessions of those to keep out one by one, or keep them out while closing.',
    tooManyToKeepOut: (most: number) => `At most ${number(most)} sessions can be picked to keep their users out.`,
    nothingSelected: 'Select the sessions to close first.',
    mayNotClose: 'An auditor sees sessions and does not close them.',
    tooManySelected: (most: number) =>
      `At most ${number(most)} sessions can be picked one by one. Select all that match instead, or fewer.`,
    selected: (count: number, total: number | null) =>
      total === null ? `${number(count)} selected` : `${number(count)} of ${number(total)} selected`,
    loadedSelected: (count: number) => `${number(count)} selected.`,
    selectMatching: (total: number) => `Select all ${number(total)} that match`,
    matchingSelected: (total: number | null) =>
      plural(total ?? 0, { one: 'The one session that matches is selected.', other: 'All # that match are selected.' }),
    clearSelection: 'Clear',
    selectionCleared: 'The search changed, so the selection is cleared.',
    news: (began: number, ended: number) =>
      began > 0
        ? plural(began, { one: '# new: show', other: '# new: show' })
        : plural(ended, { one: '# ended: refresh', other: '# ended: refresh' }),
    sortBy: 'Sort by',
    descending: (column: string) => `${column}, descending`,
    ascending: (column: string) => `${column}, ascending`,
  },

  panel: createSessionPanel(limit),

  exporting: {
    start: 'Export',
    cancel: 'Cancel',
    label: 'Export',
    progress: (rows: number, expected: number | null) =>
      expected === null ? 'Exporting…' : `${number(rows)} of ${number(expected)} exported`,
    done: (rows: number) => `${sessionCount(rows)} exported. The file is among your downloads.`,
    brokeOff: 'The export broke off before its end.',
    dismiss: 'Dismiss',
    failed: (why: string) => `${why} No file was saved.`,
  },

  grid: {
    columns: {
      select: 'Selected',
      userId: 'User ID',
      name: 'Name',
      kind: 'Kind',
      status: 'Status',
      clientAddress: 'Client address',
      source: 'Source',
      securityDomain: 'Security domain',
      loggedOn: 'Logged on',
      lastActivity: 'Idle',
      remaining: 'Remaining',
      command: 'Command in flight',
    },
    headerHint:
      'Press to sort, with Shift to add a second column. Drag its edge to resize, or use Shift and the arrow keys.',
    sortedSecond: (descending: boolean) => `second column of the sort, ${descending ? 'descending' : 'ascending'}`,
    selectLoaded: 'Select all rows that are loaded',
    selectSession: (userId: string) => `Select ${userId}`,
    thisSession: 'this session',
    cameBack: (afterMs: number) => `came back after ${inSeconds(afterMs / 1000)}`,
    cameBackReason: (afterMs: number) => `Came back after ${inSeconds(afterMs / 1000)}`,
    cameBackWhy: (after: string) => `${after} a closure`,
    keepOutUser: (userId: string) => `Keep ${userId} out for 15 minutes`,
    noLongerListed: 'No longer listed',
    stillOnline: 'Still online',
    stale: (age: string) => `Stale ${age}`,
    staleSince: (age: string, at: string) => `Stale: not heard of for ${age}, since ${at}`,
    via: (via: Via) => (via === 'direct' ? vias.direct : `via ${vias[via]}`),
    idleSince: (ago: string, at: string) => `${ago}, last active ${at}`,
    remaining: (seconds: number) => (seconds < 60 ? (seconds <= 0 ? 'any moment' : 'under 1 min') : duration(seconds)),
    until: (left: string, at: string) => `${left}, until ${at}`,
    loading: 'Loading sessions',
    loadingMore: (loaded: number, total: number | null) =>
      total === null ? 'Loading more' : `Loading more: ${number(loaded)} of ${number(total)} so far`,
    loadMoreFailed: (why: string) => `More sessions could not be loaded. ${why}`,
    loadFailed: (why: string) => `The sessions could not be loaded. ${why} Nothing was changed.`,
    tryAgain: 'Try again',
    none: 'There is no active session.',
    noMatch: 'No match.',
    matchIgnoringCase: (count: number) =>
      plural(count, { one: '# matches when case is ignored:', other: '# match when case is ignored:' }),
    showIgnoringCase: (count: number) => (count === 1 ? 'show it' : 'show them'),
  },
} as const
