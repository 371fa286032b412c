import type { StrayReason } from './disconnect-answer.ts'

/** Why a NAS may not have answered. `words` are for the administrator who has to find out. */
export type LikelyCause = { readonly cause: Cause; readonly words: string }
export type Cause = 'secret' | 'clock' | 'firewall' | 'port' | 'network' | 'software' | 'address' | 'busy' | 'stopped'

/** What was noticed while nothing that counts came. */
export type Evidence = {
  readonly port: number
  /** What came and did not count, with a detail such as the port that it came from. */
  readonly strays: ReadonlyMap<StrayReason, string>
  /** The system's word when a request could not leave this machine. */
  readonly sendFailure: string | null
  /** How far the clock of the NAS is ahead of ours; null when it is not known. */
  readonly clockOffsetSeconds: number | null
}

/** RFC 5176 §6.3: how far off a request may be for a NAS to consider it. */
const clockToleranceSeconds = 300
const usualPort = 3799

/** The likely causes of silence: what there is evidence for first, then what is silent by its nature. */
export function likelyCauses(evidence: Evidence): readonly LikelyCause[] {
  const proved = [...fromSending(evidence), ...fromStrays(evidence), ...fromClock(evidence)]
  const named = new Set(proved.map(({ cause }) => cause))
  return [...proved, ...silentCauses(evidence.port).filter(({ cause }) => !named.has(cause))]
}

function fromSending({ sendFailure }: Evidence): LikelyCause[] {
  if (sendFailure === null) return []
  return [{ cause: 'network', words: `This machine could not send to it: ${sendFailure}.` }]
}

function fromStrays({ strays, port }: Evidence): LikelyCause[] {
  const causes: LikelyCause[] = []
  const otherPort = strays.get('other-port')
  if (strays.has('wrong-authenticator') || strays.has('wrong-message-authenticator'))
    causes.push({
      cause: 'secret',
      words: 'It answered with another shared secret. Compare the secret for disconnects on both sides.',
    })
  if (otherPort !== undefined)
    causes.push({
      cause: 'port',
      words: `An answer came from port ${otherPort} and not from port ${port}, as address translation can bring about; it does not count.`,
    })
  if (strays.has('no-message-authenticator'))
    causes.push({ cause: 'software', words: 'It answered without the Message-Authenticator that it has to send.' })
  if (strays.has('coa-code') || strays.has('other-code') || strays.has('garbage'))
    causes.push({
      cause: 'software',
      words: 'It answered with something that is no answer to a Disconnect-Request. Something else may listen there.',
    })
  return causes
}

function fromClock({ clockOffsetSeconds }: Evidence): LikelyCause[] {
  if (clockOffsetSeconds === null || Math.abs(clockOffsetSeconds) <= clockToleranceSeconds) return []
  const direction = clockOffsetSeconds > 0 ? 'ahead' : 'behind'
  const words = `Its clock is ${Math.abs(clockOffsetSeconds)} s ${direction}. Beyond ${clockToleranceSeconds} s it discards requests in silence.`
  return [{ cause: 'clock', words }]
}

/** A NAS answers nothing at all to a wrong secret and to a stale request (RFC 5176 §2.3, §6.3). */
function silentCauses(port: number): readonly LikelyCause[] {
  const otherPorts = port === usualPort ? 'Some listen on 1700.' : `The usual port is ${usualPort}.`
  return [
    { cause: 'firewall', words: `A firewall between here and the NAS may drop UDP to port ${port}, or the answers.` },
    { cause: 'port', words: `The NAS may not listen for disconnects on port ${port}, or not at all. ${otherPorts}` },
    { cause: 'secret', words: 'The shared secret may differ: a NAS discards such requests in silence.' },
    {
      cause: 'clock',
      words: `Its clock may be more than ${clockToleranceSeconds} s off: it then discards requests in silence.`,
    },
  ]
}
