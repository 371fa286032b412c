/**
 * Bring the focus somewhere once what was pressed has gone from the page, and a menu or dialog that closes has put it back
 * where it came from.
 */
export function focusLater(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()))
}
