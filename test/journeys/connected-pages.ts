import type { Page } from 'playwright-core'
import { moveTo } from './desk.ts'
import type { Program } from './program.ts'

/** Pages and dialogs about systems that Curfew tells and hears: how to come to each, and what of it is new. */
export type Visit = {
  readonly name: string
  /** Where to look; left out: the whole page. */
  readonly within?: string
  readonly open: (page: Page) => Promise<void>
}

/** What the pages are about; once for a product. */
export async function connectSystems(ada: Program): Promise<void> {
  const shop = { uri: 'https://shop.example/backchannel-logout', audience: 'shop', issuer: 'https://op.example' }
  const openIdProvider = { issuer: 'https://op.example', audience: 'shop', jwksUri: 'https://op.example/jwks' }
  const kinds = ['self-service-console']
  await made(ada, '/api/sources', { name: 'shop', kinds, toldBy: 'back-channel', backChannel: shop, openIdProvider })
  await made(ada, '/api/nases', { name: 'vpn-hq', radius: { networks: ['192.0.2.7'], secret: 'shared with vpn-hq' } })
  await made(ada, '/api/webhooks', {
    name: 'incident desk',
    url: 'https://hooks.desk.example/curfew',
    types: ['session.closed', 'receipt.unreachable'],
  })
  await made(ada, '/api/signals/receivers', { name: 'siem', audience: 'https://siem.example' })
  await made(ada, '/api/signals/transmitters', {
    name: 'identity provider',
    issuer: 'https://idp.example',
    jwksUri: 'https://idp.example/jwks',
    audience: 'https://curfew.example',
  })
}

export const visits: readonly Visit[] = [
  {
    name: 'source-openid',
    open: async (page) => {
      await moveTo(page, '/sources')
      await page.getByRole('link', { name: 'shop', exact: true }).click()
      await page.getByRole('heading', { name: 'OpenID Connect' }).waitFor()
    },
  },
  {
    name: 'source-told',
    within: '[role=dialog]',
    open: async (page) => {
      await page.getByRole('button', { name: 'Change: Told by back-channel logout' }).click()
      await page.getByRole('dialog').getByText('Further settings').click()
    },
  },
  {
    name: 'source-obeys',
    within: '[role=dialog]',
    open: async (page) => {
      await closeDialog(page)
      await page.getByRole('button', { name: 'Change: Obeys the logout tokens of an OP' }).click()
      await page.getByRole('dialog').getByLabel('Address of its keys (JWKS)').waitFor()
    },
  },
  {
    name: 'signals',
    open: async (page) => {
      await moveTo(page, '/shared-signals')
      await page.getByText('siem', { exact: true }).waitFor()
    },
  },
  {
    name: 'signals-receiver',
    within: '[role=dialog]',
    open: async (page) => {
      await page.getByRole('button', { name: 'New receiver' }).click()
      await page.getByRole('dialog').getByLabel('Audience').waitFor()
    },
  },
  {
    name: 'signals-transmitter',
    within: '[role=dialog]',
    open: async (page) => {
      await closeDialog(page)
      await page.getByRole('button', { name: 'Trust a transmitter' }).click()
      await page.getByRole('dialog').getByLabel('Audience').waitFor()
    },
  },
  {
    name: 'webhooks',
    open: async (page) => {
      await moveTo(page, '/webhooks')
      await page.getByRole('link', { name: 'incident desk' }).waitFor()
    },
  },
  {
    name: 'webhook-new',
    within: '[role=dialog]',
    open: async (page) => {
      await page.getByRole('button', { name: 'New webhook' }).click()
      await page.getByRole('dialog').getByLabel('Name').waitFor()
    },
  },
  {
    name: 'webhook',
    open: async (page) => {
      await closeDialog(page)
      await page.getByRole('link', { name: 'incident desk' }).click()
      await page.getByRole('heading', { name: 'incident desk' }).waitFor()
    },
  },
  {
    name: 'nas-new',
    within: '[role=dialog]',
    open: async (page) => {
      await moveTo(page, '/sources')
      await page.getByRole('button', { name: 'New NAS' }).click()
      await page.getByRole('dialog').getByText('Accounting and attributes').click()
      await page.getByRole('button', { name: 'Register' }).click()
      await page.getByText(/^Give 8 to 128 characters/).waitFor()
    },
  },
  {
    name: 'nas',
    open: async (page) => {
      await closeDialog(page)
      await page.getByRole('link', { name: 'vpn-hq', exact: true }).click()
      await page.getByRole('heading', { name: 'vpn-hq' }).waitFor()
    },
  },
  {
    name: 'nas-secret',
    within: '[role=dialog]',
    open: async (page) => {
      await page.getByRole('button', { name: 'Change secret' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Make one' }).click()
    },
  },
  {
    name: 'speed',
    open: async (page) => {
      await moveTo(page, '/access/speed')
      await page.getByText(/^Target: /).waitFor()
    },
  },
  {
    name: 'speed-target',
    within: '[role=dialog]',
    open: async (page) => {
      await page.getByRole('button', { name: 'Change target' }).click()
      await page.getByRole('dialog').getByLabel('Seconds').waitFor()
    },
  },
]

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

async function made(ada: Program, path: string, body: unknown): Promise<void> {
  const answer = await ada.post(path, body)
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
}
