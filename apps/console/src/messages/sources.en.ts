import type { SessionKind, Via } from '@curfew/contract'
import type { Formats } from './formats.ts'

/** Texts of *Sources* and of one source. */
export const sources = ({ plural, number }: Formats) => {
  const sessionCount = (count: number) => plural(count, { one: '# session', other: '# sessions' })
  const openSessionsOf = (count: number) =>
    count === 0
      ? 'It has no open session.'
      : plural(count, {
          one: 'Its one open session stays listed until it ends; close it if it should end now.',
          other: 'Its # open sessions stay listed until they end; close them if they should end now.',
        })
  return {
    title: 'Sources',
    count: (count: number, silent: number) =>
      silent === 0 ? number(count) : `${number(count)}, ${number(silent)} of them silent`,
    loading: 'Loading sources',
    loadingOne: 'Loading the source',
    none: 'No source is registered yet.',
    noneHint:
      'A source is an application whose sessions are listed here and closed from here. Register it, and hand its key to the team that runs it.',
    noneInDemo:
      'The systems in which the made-up sessions live are made up as well, and not registered: what you register here is real.',
    mayNotChange: (role: string) =>
      `Super admins register and change sources. Your role, ${role.toLowerCase()}, sees them.`,
    columns: {
      name: 'Name',
      kinds: 'May register',
      told: 'Told by',
      lastSeen: 'Last seen',
      sessions: 'Open sessions',
      pending: 'Not acknowledged',
      guards: 'Guards',
    },
    via: { direct: 'directly', 'web-tier': 'via web tier' } satisfies Record<Via, string>,
    lease: (seconds: string) => `lease ${seconds}`,
    seconds: (ms: number) => `${number(ms / 1000)} s`,
    untold: 'Not told from here',
    notApplicable: 'does not apply',
    disabled: 'Disabled',
    never: 'Never',
    silentSince: (at: string) => `Silent since ${at}`,
    silentFromTheStart: 'Never heard of',
    showSessions: (count: number, name: string) => `${sessionCount(count)} of ${name}: show them`,

    numbers: {
      sessions: 'open sessions',
      guards: 'guards connected',
      pending: 'closures not acknowledged',
      lastSeen: 'last seen',
    },
    facts: {
      kinds: 'May register',
      via: 'How users reach it',
      told: 'Told by',
      lease: 'Lease',
      createdAt: 'Registered',
    },
    viaEach: 'It says so with each session',
    viaWords: { direct: 'Directly', 'web-tier': 'Through a web tier' } satisfies Record<Via, string>,
    guardFeedNote: 'within milliseconds of OK',
    and: (one: string, other: string) => `${one} and ${other.charAt(0).toLowerCase()}${other.slice(1)}`,
    untoldNote: 'its sessions are refused when it asks',
    leaseNote: 'for so long a guard may decide from memory',

    silentTitle: (at: string, ago: string) => `Nothing has been heard of it since ${at} (${ago}).`,
    silentNeverTitle: (at: string) => `Nothing has been heard of it since it was registered, ${at}.`,
    silentText: (count: number) =>
      plural(count, {
        one: 'One session of it is open here. While its guards hear nothing from Curfew they let nobody in; it is told of closures as soon as it is back.',
        other:
          '# sessions of it are open here. While its guards hear nothing from Curfew they let nobody in; it is told of closures as soon as it is back.',
      }),
    silentUntoldText: (count: number) =>
      plural(count, {
        one: 'One session of it is open here. Once it is closed, it is refused as soon as the source asks.',
        other: '# sessions of it are open here. Those that are closed are refused as soon as the source asks.',
      }),
    noAnswer: (name: string, at: string, waiting: number) =>
      `${name}: no answer since ${at}, ${number(waiting)} pending.`,
    /** In a row of the list, where the name stands already. */
    noAnswerSince: (at: string) => `no answer since ${at}`,
    nextTry: (at: string) => `Tried again ${at}.`,
    moreSilent: (count: number) => plural(count, { one: 'One more does not answer.', other: '# more do not answer.' }),
    waiting: (count: number) =>
      plural(count, { one: 'One session waits to be told.', other: '# sessions wait to be told.' }),
    wereGivenUp: (count: number) => plural(count, { one: 'One was given up.', other: '# were given up.' }),
    givenUp: (count: number) => plural(count, { one: '# given up', other: '# given up' }),
    retry: 'Retry',
    retrying: 'Trying again',
    retried: (name: string) => `${name} is tried again now.`,
    auditorMayNotRetry: 'Your role, auditor, sees sources and does not retry them.',

    disabledTitle: 'This source is disabled: its keys open nothing.',
    disabledText: (count: number) => `It can neither register sessions nor ask about them. ${openSessionsOf(count)}`,

    keys: 'Keys',
    keyColumns: { key: 'Key', createdAt: 'Created', lastUsed: 'Last used', expiresAt: 'Good until' },
    newestKey: 'Newest',
    earlierKey: 'Earlier',
    neverUsed: 'Not yet',
    untilReplaced: 'it is replaced',
    runsOut: (at: string, left: string) => `${at}, ${left}`,
    ranOut: (at: string) => `Ran out ${at}`,
    stillOnEarlier: 'The newest key has not been used yet, and the source still comes with an earlier one.',
    stillOnEarlierText: (at: string) =>
      `Put the newest key in place before ${at}: from then on the earlier one opens nothing.`,
    allRanOut: 'All its keys have run out, so it is refused. Rotate the key to give it a new one.',

    connect: 'Connect the application',
    guardLabel: (packageName: string) => `With ${packageName} (Node)`,
    curlLabel: 'Try the key, from any machine that reaches Curfew',
    curlAnswer: (answer: string) => `The answer is ${answer}: the key is good, and there is no such session.`,
    moreText: (readme: string, page: string) =>
      `The rest is in the guard’s ${readme}; for any other language in ${page}.`,
    snippet: {
      register: 'when a user logs on; the handle is your name for the session, never its credential',
      events: (call: string) => `your pages leave for the logon page at once; in them: ${call}`,
      protect: 'before all that needs a logon; handleOf(request) finds the handle, from its cookie for example',
      end: 'when a user logs off',
    },

    create: 'New source',
    createTitle: 'New source',
    createText: 'An application whose sessions are listed here and closed from here.',
    createSubmit: 'Register',
    name: 'Name',
    nameHint: 'As it appears in the grid.',
    nameWrong: 'Give 1 to 64 letters, digits, dots, dashes, underscores and spaces; a letter or digit first.',
    kinds: 'May register sessions of',
    kindsWrong: 'Choose at least one kind.',
    kindDetails: {
      'self-service-console': 'End users, directly or through a web tier',
      'risk-based-authentication': 'Logons through an ssl-vpn agent',
      'token-management-snap-in': 'Administrators on a desktop snap-in',
      'operations-console': 'Listed only with Super Admin credentials',
      'authentication-agent': 'Never listed',
    } satisfies Partial<Record<SessionKind, string>>,
    viaLabel: 'How users reach its self-service console',
    toldLabel: 'Told of closures by',
    toldChoices: {
      'guard-feed': { label: 'Guard feed', detail: 'It holds a stream open and refuses within milliseconds of OK.' },
      'back-channel': {
        label: 'Back-channel logout',
        detail: 'A relying party of OpenID Connect: a signed logout token is posted to it.',
      },
      none: {
        label: 'Nothing',
        detail: 'It cannot be told from here: it asks about each request, and is refused then.',
      },
    },
    leaseLabel: 'Lease in seconds',
    leaseHint:
      'For so long its guards may decide from memory. Shorter: cut-off guards refuse sooner. Longer: short cuts go unnoticed.',
    leaseWrong: 'Give 0.5 to 60 seconds.',
    cancel: 'Cancel',

    change: 'Change',
    changeTitle: (name: string) => `Change ${name}`,
    renameHint: 'Sessions that are open now keep the name they came with.',
    changeKindsHint: 'Open sessions of a kind that is taken away stay until they end.',
    changeLeaseHint: 'Holds for each guard from its next report on.',
    save: 'Save',
    changed: (name: string) => `${name} is changed.`,

    disable: 'Disable',
    disableTitle: (name: string) => `Disable ${name}?`,
    disableText: (isGuarded: boolean, lease: string) =>
      isGuarded
        ? `Its keys open nothing any more. Its guards let nobody in once their lease has run out, at most ${lease} from now, and are not told of closures meanwhile.`
        : 'Its keys open nothing any more: it can neither register sessions nor ask about them.',
    openSessionsStay: openSessionsOf,
    disabledDone: (name: string) => `${name} is disabled.`,
    enable: 'Enable',
    enableTitle: (name: string) => `Enable ${name}?`,
    enableText:
      'Its keys work again, but for those that have run out. Its guards come back by themselves within seconds and are told what was closed meanwhile.',
    enabledDone: (name: string) => `${name} is enabled.`,

    rotate: 'Rotate key',
    rotateTitle: (name: string) => `Rotate the key of ${name}`,
    rotateText: 'Curfew makes a new key and shows it once.',
    overlap: 'The keys that the source has now',
    overlapDay: 'Go on for 24 hours',
    overlapDayDetail: 'Put the new key in place meanwhile, and nobody notices.',
    overlapNone: 'Stop at once',
    overlapNoneDetail:
      'For a key that may be in wrong hands. Until the new one is in place, the source is refused and lets nobody in.',
    rotateSubmit: 'Make a new key',

    keyTitle: (name: string) => `The key of ${name}`,
    keyText: 'It is shown this once: Curfew keeps only its hash. Put it where the application reads its secrets.',
    keyLabel: 'Key',
    keyOverlap: (at: string) => `The keys before it run out ${at}.`,
    keyNoOverlap: 'The keys before it open nothing any more.',
    keyNotCopied:
      'The key has not been copied, and it is not shown again. Press Esc once more to leave it all the same.',
    keyDone: 'I have it',
  }
}
