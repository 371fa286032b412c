/**
 * One line of a CSV file. Quoted where RFC 4180 §2 demands it. A cell that a spreadsheet would take for a formula gets an
 * apostrophe in front, which it shows as text.
 *
 * @see OWASP "CSV Injection": cells that begin with = + - @, also in full width, a tab, a carriage return or a line feed;
 *   ASVS 5.0 1.2.10 has NUL, too
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

function cell(text: string): string {
  const harmless = /^[=+\-@＝＋－＠\t\r\n\0]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
