/** Hand the browser a file to keep. */
export function saveFile(name: string, type: string, parts: readonly BlobPart[]): void {
  const address = URL.createObjectURL(new Blob([...parts], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has begun by then; before the next turn some browsers have not.
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}
