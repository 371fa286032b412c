/** What must not stand in a log line or a cell as it is: controls and line separators. And what may stand for octets that are no UTF-8. */
// oxlint-disable-next-line no-control-regex
const suspicious = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd]|\\x\{/

/**
 * Octets of a RADIUS text as text, reversibly: `octetsOf(textOf(octets))` are the same octets, and different octets are
 * different texts. So an Acct-Session-Id may be kept, searched and shown as text and still be given back exactly.
 *
 * RFC 2865 §5 wants UTF-8, and most are; NASes also send Latin-1, trailing NULs and worse. Where such octets occur, they
 * are shown as `\x{ff}`.
 */
export function textOf(octets: Buffer): string {
  const text = octets.toString('utf8')
  return suspicious.test(text) ? spelledOut(octets) : text
}

/** The octets that `textOf` made this text of. */
export function octetsOf(text: string): Buffer {
  if (!text.includes('\\x{')) return Buffer.from(text)
  const parts = text.split(/\\x\{([0-9a-f]{2})\}/)
  return Buffer.concat(parts.map((part, index) => (index % 2 === 1 ? Buffer.from(part, 'hex') : Buffer.from(part))))
}

function spelledOut(octets: Buffer): string {
  let text = ''
  for (let at = 0; at < octets.length; ) {
    const length = lengthOfCharacter(octets, at)
    const end = at + Math.max(1, length)
    const character = octets.toString('utf8', at, end)
    const isHarmless = length > 0 && character !== '\\' && (character === '\ufffd' || !suspicious.test(character))
    text += isHarmless ? character : spell(octets.subarray(at, end))
    at = end
  }
  return text
}

function spell(octets: Buffer): string {
  return octets.toString('hex').replaceAll(/../g, '\\x{$&}')
}

/** How many octets the well-formed UTF-8 character at `at` has; 0: there is none (RFC 3629 §4). */
function lengthOfCharacter(octets: Buffer, at: number): number {
  const first = octets[at] ?? 0
  if (first < 0x80) return 1
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  const character = octets.toString('utf8', at, at + length)
  const isWhole = Array.from(character).length === 1 && Buffer.from(character).equals(octets.subarray(at, at + length))
  return isWhole ? length : 0
}
