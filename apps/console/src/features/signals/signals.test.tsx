import { signalReceiverList, signalTransmitterList } from '@curfew/contract'
import { mockPassword } from '@curfew/mocks'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ask, eventually, openConsole, show } from '../../console.test-kit.tsx'

const dialog = async (name: string) => within(await screen.findByRole('dialog', { name }))
const alertDialog = async (name: string) => within(await screen.findByRole('alertdialog', { name }))
const receivers = async () => signalReceiverList.parse(await ask('/api/signals/receivers')).items
const transmitters = async () => signalTransmitterList.parse(await ask('/api/signals/transmitters')).items
const rowOf = async (name: string) => within((await screen.findByText(name)).closest('tr') ?? expect.fail('no row'))

test('a receiver is registered with how sessions are named to it, and its key is shown this once and is in no cache', async () => {
  const { user, queries } = await openConsole('/shared-signals', { scenario: 'empty' })
  expect(await screen.findByText('No receiver is registered yet.')).toBeDefined()
  await user.click(await screen.findByRole('button', { name: 'New receiver' }))
  const form = await dialog('New receiver')

  await user.click(form.getByRole('button', { name: 'Register' }))
  expect(form.getByText('Give the audience that the receiver expects.')).toBeDefined()
  await user.type(form.getByLabelText('Name'), 'siem')
  await user.type(form.getByLabelText('Audience'), 'https://siem.example')
  await user.selectOptions(form.getByLabelText('Sessions are named'), 'With their user')
  await user.click(form.getByRole('button', { name: 'Register' }))

  const shown = await alertDialog('The key of siem')
  const key = shown.getByRole('group', { name: 'Key' }).textContent
  await user.click(shown.getByRole('button', { name: 'I have it' }))
  await waitFor(() => expect(document.body.textContent).not.toContain(key))
  const cached = queries
    .getQueryCache()
    .getAll()
    .map(({ state }) => state.data)
  expect(JSON.stringify(cached)).not.toContain(key)
  expect(await receivers()).toMatchObject([{ name: 'siem', subjectFormat: 'complex', stream: null }])
  expect((await rowOf('siem')).getByText('Not set up yet')).toBeDefined()
})

test('a stream is set up in the receiver’s place, verified, paused and enabled; what it answers is said in its words', async () => {
  const { user } = await openConsole('/shared-signals', { scenario: 'peers-fail' })
  const act = async (name: string) => {
    await user.click(await screen.findByRole('button', { name: 'What can be done with siem' }))
    await user.click(await screen.findByRole('menuitem', { name }))
  }

  await act('Send a verification')
  expect(await (await rowOf('siem')).findByText(/That is for somebody else/)).toBeDefined()
  await act('Pause')
  await eventually(async () => expect(await receivers()).toMatchObject([{ status: 'paused' }]))
  await act('Set the stream up')
  const form = await dialog('The stream of siem')
  await user.clear(form.getByLabelText('Endpoint'))
  await user.click(form.getByRole('button', { name: 'Save' }))
  expect(form.getByText(/^Give an http or https address/)).toBeDefined()
  await user.type(form.getByLabelText('Endpoint'), 'https://siem.example/in')
  await user.click(form.getByRole('button', { name: 'Save' }))
  await eventually(async () =>
    expect(await receivers()).toMatchObject([{ stream: { endpointUrl: 'https://siem.example/in' } }]),
  )
  await act('Enable')
  await eventually(async () => expect(await receivers()).toMatchObject([{ status: 'enabled' }]))
})

test('a transmitter is trusted, says what it was refused for, and is trusted no longer', async () => {
  const { user } = await openConsole('/shared-signals', { scenario: 'peers-fail' })
  expect((await rowOf('identity provider')).getByText(/^Its signature is not that of a key/)).toBeDefined()
  await user.click(screen.getByRole('button', { name: 'Trust a transmitter' }))
  const form = await dialog('Trust a transmitter')

  await user.type(form.getByLabelText('Name'), 'edr')
  await user.type(form.getByLabelText('Issuer'), 'https://edr.example')
  await user.type(form.getByLabelText('Address of its keys (JWKS)'), 'https://edr.example/jwks')
  await user.type(form.getByLabelText('Audience'), 'https://curfew.example')
  await user.click(form.getByRole('button', { name: 'Trust a transmitter' }))
  await user.click((await rowOf('edr')).getByRole('button', { name: 'Trust no longer' }))

  expect(await (await rowOf('edr')).findByRole('button', { name: 'Trust again' })).toBeDefined()
  expect((await transmitters()).find(({ name }) => name === 'edr')).toMatchObject({
    disabled: true,
    issuer: 'https://edr.example',
  })
})

test('an auditor sees receivers and transmitters, and at each button why it is not for auditors', async () => {
  const { takeDown } = await openConsole('/shared-signals', { scenario: 'peers-fail' })
  await screen.findByText('siem')
  takeDown()
  await ask('/api/logoff', {})
  await ask('/api/logon', { userId: 'aude', password: mockPassword })

  show()

  await screen.findByText('siem')
  // The lists come one by one.
  for (const name of ['New receiver', 'Trust a transmitter', 'Trust no longer']) {
    const button = await screen.findByRole('button', { name, description: /Your role, auditor/ })
    expect(button.getAttribute('aria-disabled')).toBe('true')
  }
})
