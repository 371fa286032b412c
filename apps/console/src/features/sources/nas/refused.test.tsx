import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ask, openConsole, show } from '../../../console.test-kit.tsx'
import { dialog, logOnAs } from '../sources.test-kit.ts'

const scenario = 'nas-refuses' as const
const refusedRow = async (address: string) => {
  const table = within(await screen.findByRole('table', { name: 'Packets without an answer' }))
  return (await table.findByText(address)).closest('tr') ?? expect.fail('no row')
}

test('the sources page tells of packets that got no answer: from where, why, how many and when', async () => {
  await openConsole('/sources', { scenario })

  const unknown = within(await refusedRow('10.1.2.3'))
  const wrong = within(await refusedRow('192.0.2.2'))
  const garbled = within(await refusedRow('192.0.2.1'))

  expect(unknown.getByText('no NAS is registered at this address')).toBeDefined()
  expect(unknown.getByText('12')).toBeDefined()
  expect(wrong.getByText('signed with another secret')).toBeDefined()
  expect(wrong.getByRole('link', { name: 'vpn-2' })).toBeDefined()
  expect(wrong.queryByRole('button')).toBeNull()
  expect(garbled.getByText(/Acct-Session-Id/)).toBeDefined()
})

test('one press offers to register a NAS where they come from, and then the row leads to it', async () => {
  const { user } = await openConsole('/sources', { scenario })
  await user.click(within(await refusedRow('10.1.2.3')).getByRole('button', { name: 'Register a NAS at 10.1.2.3' }))
  const form = await dialog('New NAS')
  expect(form.getByLabelText<HTMLTextAreaElement>('Its accounting comes from').value).toBe('10.1.2.3')

  await user.type(form.getByLabelText('Name'), 'vpn-9')
  await user.click(form.getByRole('button', { name: 'Make one' }))
  await user.click(form.getByRole('button', { name: 'Register' }))
  await screen.findByRole('heading', { name: 'vpn-9' })
  await user.click(within(screen.getByRole('navigation')).getByRole('link', { name: 'Sources' }))

  await waitFor(async () =>
    expect(within(await refusedRow('10.1.2.3')).getByRole('link', { name: 'vpn-9' })).toBeDefined(),
  )
  expect(within(await refusedRow('10.1.2.3')).getByText('registered since')).toBeDefined()
})

test('the page of a NAS says what of its own gets no answer', async () => {
  await openConsole('/sources/vpn-2', { scenario })

  const said = await screen.findByText(
    /^41 packets from 192\.0\.2\.2 got no answer: signed with another secret\. Last /,
  )

  expect(said).toBeDefined()
})

test('where nobody listens that is said beside the NASes, and nowhere when there are none', async () => {
  const nobody = { since: null, listensOn: [], received: 0, answered: 0, duplicates: 0, refusals: [], refusalCount: 0 }
  const instead = ({ url }: Request) => (url.endsWith('/api/accounting') ? Response.json(nobody) : undefined)
  const { takeDown } = await openConsole('/sources', { scenario: 'empty', instead })
  await screen.findByText('No source is registered yet.')
  expect(screen.queryByText(/^Nobody here listens/)).toBeNull()
  takeDown()
  await ask('/api/nases', { name: 'vpn-9', radius: { networks: ['10.1.2.3'], secret: 'a secret of the test' } })
  show()

  expect(await screen.findByText(/^Nobody here listens/)).toBeDefined()
  expect(screen.getByText(/CURFEW_RADIUS_ACCOUNTING_PORT/)).toBeDefined()
})

test('an auditor sees what got no answer, and why NASes are not to be registered', async () => {
  const { takeDown } = await openConsole('/sources', { scenario })
  await screen.findByRole('heading', { name: 'Sources' })
  takeDown()
  await logOnAs('aude')
  show()

  const button = within(await refusedRow('10.1.2.3')).getByRole('button')
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('true'))
})
