import { type NewSourceRequest, type SourceKey, type SourceView, sourceKey } from '@curfew/contract'
import { type MockApi, mockPassword } from '@curfew/mocks'
import { screen, within } from '@testing-library/react'
import { expect } from 'vitest'
import { ask } from '../../console.test-kit.tsx'

/** A source as the api would show it. */
export function aSourceView(extra: Partial<SourceView> = {}): SourceView {
  return {
    id: 's1',
    name: 'portal',
    kinds: ['self-service-console'],
    via: null,
    channel: 'guard-feed',
    leaseMs: 5000,
    disabled: false,
    createdAt: '2026-05-04T14:05:00.000Z',
    lastSeenAt: null,
    silent: false,
    openSessions: 0,
    pendingDeliveries: 0,
    queue: null,
    guards: 0,
    radius: null,
    backChannel: null,
    openIdProvider: null,
    keys: [{ id: 'k1', createdAt: '2026-05-04T14:05:00.000Z', expiresAt: null, lastUsedAt: null }],
    ...extra,
  }
}

/** Draw the console anew as somebody else. */
export async function logOnAs(userId: string): Promise<void> {
  await ask('/api/logoff', {})
  await ask('/api/logon', { userId, password: mockPassword })
}

/** Register a source beside the console. */
export async function registerSource(
  wanted: Partial<NewSourceRequest> & { readonly name: string },
): Promise<SourceKey> {
  return sourceKey.parse(await ask('/api/sources', { kinds: ['self-service-console'], ...wanted }))
}

/** Call as the source that holds the key would. */
export async function callAs(mock: MockApi, key: string, path: string, body: unknown): Promise<Response> {
  return mock.fetch(
    new Request(new URL(path, location.origin), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )
}

/** So many users log on at the source. */
export async function logOnUsers(mock: MockApi, key: string, count: number): Promise<void> {
  const sessions = Array.from({ length: count }, (_, turn) => ({
    handle: `handle-${turn}`,
    kind: 'self-service-console',
    userId: `user-${turn}`,
  }))
  const answer = await callAs(mock, key, '/source/sessions', { sessions })
  expect(answer.status).toBe(200)
}

/** The row of that source in the list. */
export async function rowOf(name: string): Promise<HTMLElement> {
  const link = await screen.findByRole('link', { name })
  return link.closest('tr') ?? expect.fail('no row')
}

/** What a list of facts says under that name. */
export function factOf(name: string): string | null | undefined {
  return screen.getByText(name, { selector: 'dt' }).nextElementSibling?.textContent
}

export const dialog = async (name: string | RegExp) => within(await screen.findByRole('dialog', { name }))
export const alertDialog = async (name: string | RegExp) => within(await screen.findByRole('alertdialog', { name }))
