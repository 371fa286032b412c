/**
 * The one form in which a user id is kept and looked for: as people see it, however its letters are composed. Half a
 * character, as JSON can carry, would be stored as another one and then not be found.
 */
export function normalUserId(userId: string): string {
  return userId.normalize('NFC').toWellFormed()
}
