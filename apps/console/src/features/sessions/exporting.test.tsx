import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { button, firstRows, openSessions, totalNow } from './sessions-page.test-kit.tsx'

const isExport = (request: Request) => new URL(request.url).pathname === '/api/sessions/export'
const saved: Blob[] = []

beforeEach(() => {
  saved.length = 0
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  URL.createObjectURL = (file) => {
    if (file instanceof Blob) saved.push(file)
    return 'blob:sessions'
  }
  URL.revokeObjectURL = () => {}
})

/** An export of which only so much arrives, until it is let go on. */
function slowly(text: string) {
  const gate = Promise.withResolvers<void>()
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(new TextEncoder().encode(text))
      await gate.promise
      controller.error(new TypeError('cut'))
    },
  })
  return { response: () => new Response(body, { headers: { 'x-total-count': '400' } }), cut: gate.resolve }
}

describe('Export', () => {
  test('saves a whole file of what the search finds', async () => {
    const { user } = await openSessions({ address: '?kind=radius' })
    await firstRows()
    await waitFor(() => expect(totalNow()).toBeGreaterThan(0))

    await user.click(button('Export'))

    await screen.findByText(`${totalNow()} sessions exported. The file is among your downloads.`)
    const lines = (await saved[0]?.text())?.trimEnd().split('\r\n') ?? []
    expect(lines.at(-1)).toBe(`# complete: ${totalNow()} rows`)
    expect(lines.slice(1, -1).every((line) => line.includes(',radius,'))).toBe(true)
  })

  test('says how far it is, and saves nothing when it breaks off', async () => {
    const export_ = slowly('id,userId\r\ns1,a\r\ns2,b\r\n')
    const { user } = await openSessions({ instead: (request) => (isExport(request) ? export_.response() : undefined) })
    await firstRows()

    await user.click(button('Export'))
    expect(await screen.findByText('2 of 400 exported')).toBeTruthy()
    export_.cut()

    const outcome = await screen.findByRole('alert')
    expect(outcome.textContent).toContain('The export broke off before its end. No file was saved.')
    expect(saved).toEqual([])
  })

  test('is cancelled with the same button, which keeps the focus', async () => {
    const export_ = slowly('id,userId\r\ns1,a\r\n')
    const { user } = await openSessions({ instead: (request) => (isExport(request) ? export_.response() : undefined) })
    await firstRows()
    await user.click(button('Export'))
    await screen.findByText('1 of 400 exported')

    await waitFor(async () => {
      await user.click(button('Cancel'))
      expect(button('Export')).toBeTruthy()
    })

    expect(document.activeElement).toBe(button('Export'))
    expect(screen.queryByText(/exported/)).toBeNull()
    expect(saved).toEqual([])
    export_.cut()
  })
})
