/** Hand a text to the browser as a file to keep. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has begun by then; before the next turn some browsers have not.
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}
