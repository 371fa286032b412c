import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { readWait } from './prefer.ts'

test.each([
  [undefined, null],
  ['', null],
  ['return=minimal', null],
  ['wait', null],
  ['wait=soon', null],
  ['wait=-1', null],
  ['wait=5', 5],
  ['WAIT = 5', 5],
  ['wait="5"', 5],
  ['respond-async, wait=5; urgency=high', 5],
  ['wait=0', 0],
  ['wait=31', 30],
  ['wait=999999999', 30],
  ['wait=3, wait=9', 3],
])('"Prefer: %s" waits %s', async (prefer, seconds) => {
  const app = new Hono().get('/', (c) => c.json({ seconds: readWait(c) }))

  const answer = await app.request('/', { headers: prefer === undefined ? {} : { Prefer: prefer } })

  expect(await answer.json()).toEqual({ seconds })
})
