/** What follows from a refusal. `confirm`: it may be good news, and only the end of accounting can tell. */
export type RefusalAdvice = 'final' | 'retry' | 'confirm'

/** Error-Cause as the standard names it, for people, and what follows from it. */
export type ErrorCause = {
  readonly code: number
  readonly name: string
  readonly words: string
  readonly advice: RefusalAdvice
}

/** RFC 5176 §3.5; 509 RFC 5580; 601 RFC 7930. */
const causes: Readonly<Record<number, readonly [name: string, words: string, advice?: RefusalAdvice]>> = {
  201: ['Residual Session Context Removed', 'The session was gone already; the NAS cleared what was left of it.'],
  202: ['Invalid EAP Packet (Ignored)', 'The NAS ignored an EAP packet that was not valid.'],
  401: [
    'Unsupported Attribute',
    'The NAS does not take one of the identifying attributes. Choose fewer of them for this NAS.',
  ],
  402: ['Missing Attribute', 'The NAS wants an attribute that was not sent. Choose more of them for this NAS.'],
  403: ['NAS Identification Mismatch', 'The NAS says that it is not the one that the request names.'],
  404: ['Invalid Request', 'The NAS finds the request not valid.'],
  405: ['Unsupported Service', 'The NAS does not support the service that was asked for.'],
  406: ['Unsupported Extension', 'The NAS does not support Disconnect-Requests.'],
  407: ['Invalid Attribute Value', 'The NAS does not take the value of one of the identifying attributes.'],
  501: ['Administratively Prohibited', 'The configuration of the NAS forbids this request from here.'],
  502: ['Request Not Routable (Proxy)', 'A relay on the way does not know where the request should go.', 'retry'],
  503: [
    'Session Context Not Found',
    'The NAS does not know this session: it may be gone already, or the identifying attributes do not match. It counts as gone only when the NAS also says so by accounting.',
    'confirm',
  ],
  504: [
    'Session Context Not Removable',
    'The NAS knows the session and cannot end it, as with a session that only a neighbouring component can remove.',
  ],
  505: ['Other Proxy Processing Error', 'A relay on the way could not handle the request.', 'retry'],
  506: ['Resources Unavailable', 'The NAS is too busy to end the session now.', 'retry'],
  507: ['Request Initiated', 'The NAS has begun to ask for a new authorization instead of ending the session.'],
  508: [
    'Multiple Session Selection Unsupported',
    'The identifying attributes match several sessions, and the NAS ends only one at a time.',
  ],
  509: ['Location-Info-Required', 'The NAS wants to tell its location first.'],
  601: ['Response Too Big', 'The answer of the NAS would have been too long.'],
}

/** A cause that no standard names is shown by its number, and is final: repeating would not change it. */
export function errorCauseOf(code: number): ErrorCause {
  const unknown = [`Error-Cause ${code}`, `The NAS gave Error-Cause ${code}, which no standard explains.`] as const
  const [name, words, advice = 'final'] = causes[code] ?? unknown
  return { code, name, words, advice }
}
