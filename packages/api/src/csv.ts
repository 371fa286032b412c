/**
 * One line of a CSV file. Quoted where RFC 4180 §2 demands it. A cell that a spreadsheet would take for a formula gets an
 * apostrophe in front, which it shows as text.
 *
 * @see OWASP "CSV Injection": cells that begin with = + - @, a tab or a carriage return
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
