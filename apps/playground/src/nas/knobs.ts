/** What the NAS does when it is asked to end a session that it knows. */
export const behaviours = {
  ends: { words: 'ends it and says so', says: 'ack', session: 'ends' },
  late: { words: 'ends it and says so late', says: 'late-ack', session: 'ends' },
  mute: { words: 'says nothing, ends nothing', says: 'nothing', session: 'stays' },
  refuses: { words: 'refuses, with the Error-Cause below', says: 'nak', session: 'stays' },
  stays: { words: 'says that it ended it, and lets it go on', says: 'ack', session: 'stays' },
  vanishes: { words: 'ends it, says so, and never sends a Stop', says: 'ack', session: 'vanishes' },
  'wrong-authenticator': { words: 'answers with another secret', says: 'forged-ack', session: 'stays' },
  'wrong-port': { words: 'ends it and answers from another port', says: 'ack-from-elsewhere', session: 'ends' },
  garbage: { words: 'answers with garbage', says: 'garbage', session: 'stays' },
  'coa-codes': { words: 'answers with CoA-ACK', says: 'coa-ack', session: 'stays' },
} as const
export type Behaviour = keyof typeof behaviours
export type Says = (typeof behaviours)[Behaviour]['says']
export type Fate = (typeof behaviours)[Behaviour]['session']

/** All that can be set on a NAS while it runs. */
export type Knobs = {
  readonly behaviour: Behaviour
  /** What `refuses` gives as the reason; 0: none. */
  readonly errorCause: number
  /** How late `late` is. */
  readonly lateSeconds: number
  /** Its clock less the true one: more than 300 s off, and it discards every request. */
  readonly clockOffsetSeconds: number
  /** 0: no Interim-Updates. */
  readonly interimSeconds: number
  /** Its accounting is signed with another secret than the one that it shares with Curfew. */
  readonly wrongSecret: boolean
}

export const usualKnobs: Knobs = {
  behaviour: 'ends',
  errorCause: 504,
  lateSeconds: 5,
  clockOffsetSeconds: 0,
  interimSeconds: 60,
  wrongSecret: false,
}

/** What a form says of the knobs. What it leaves out or what makes no sense stays as it is; a form without a check leaves it off. */
export function readKnobs(form: FormData, now: Knobs): Knobs {
  const behaviour = form.get('behaviour')
  return {
    behaviour: isBehaviour(behaviour) ? behaviour : now.behaviour,
    errorCause: wholeNumber(form.get('errorCause'), 0) ?? now.errorCause,
    lateSeconds: wholeNumber(form.get('lateSeconds'), 0) ?? now.lateSeconds,
    clockOffsetSeconds: wholeNumber(form.get('clockOffsetSeconds'), -1e9) ?? now.clockOffsetSeconds,
    interimSeconds: wholeNumber(form.get('interimSeconds'), 0) ?? now.interimSeconds,
    wrongSecret: form.has('wrongSecret'),
  }
}

function isBehaviour(text: unknown): text is Behaviour {
  return typeof text === 'string' && Object.hasOwn(behaviours, text)
}

function wholeNumber(text: unknown, least: number): number | undefined {
  if (typeof text !== 'string' || text.trim() === '') return undefined
  const number = Number(text)
  return Number.isInteger(number) && number >= least && number <= 1e9 ? number : undefined
}
