/** No signs that NASes or their command lines mean something by, and none that are mistaken for one another. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'
const length = 32

/** A random secret of 186 bits: RFC 2865 §3 asks for at least 16 octets that cannot be guessed. */
export function makeSecret(): string {
  let secret = ''
  while (secret.length < length) {
    for (const octet of crypto.getRandomValues(new Uint8Array(length))) {
      // Octets beyond the last whole round of letters would make some of them likelier.
      if (octet < 256 - (256 % letters.length)) secret += letters[octet % letters.length]
    }
  }
  return secret.slice(0, length)
}
