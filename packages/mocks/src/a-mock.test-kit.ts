import type { MockApi } from './index.ts'

/** What the clock of a mock says that has none of its own. */
export const at = new Date('2026-05-04T13:00:00.000Z')
export const now = () => at

export const get = async (mock: MockApi, path: string): Promise<unknown> =>
  (await mock.fetch(new Request(`http://curfew.mock${path}`))).json()
export const post = (mock: MockApi, path: string, body: unknown) =>
  mock.fetch(
    new Request(`http://curfew.mock${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )

/** Ask until the answer is as awaited: deliveries and endings are told in their own time. */
export async function eventually<Answer>(
  ask: () => Promise<Answer>,
  isAwaited: (answer: Answer) => boolean,
): Promise<Answer> {
  for (;;) {
    const answer = await ask()
    if (isAwaited(answer)) return answer
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
