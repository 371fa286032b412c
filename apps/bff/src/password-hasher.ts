import type { PasswordHasher } from '@curfew/access'
import { hash, verify } from '@node-rs/argon2'

/**
 * argon2id (the library's default) at the first of OWASP's equal choices: 19 MiB, 2 passes, 1 lane.
 * @see OWASP Password Storage Cheat Sheet, "Argon2id"
 */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const

/** Hashing happens on threads of the pool; the event loop goes on. */
export const argon2Hasher: PasswordHasher = {
  hash: (password) => hash(password, cost),
  verify: (passwordHash, password) => verify(passwordHash, password),
}
