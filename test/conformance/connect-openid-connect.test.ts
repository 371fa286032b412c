import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { jwks, signingKeyList, sourceKey } from '@curfew/contract'
import { expect, test } from 'vitest'
import { firstAdministrator, post, startHere } from '../../apps/bff/src/curfew.test-kit.ts'

const run = promisify(execFile)
const guide = join(import.meta.dirname, '../../docs/connect/openid-connect.md')

test('the commands of the guide to OpenID Connect do what it says, one after the other, in one shell', async () => {
  const text = await readFile(guide, 'utf8')
  const commands = Array.from(text.matchAll(/^```sh\n([^]*?)^```$/gm), ([, block = '']) => block)
  await using curfew = await startHere()
  const logon = await post(`${curfew.address}/api/logon`, { ...firstAdministrator, kind: 'api' })
  const { token } = (await logon.json()) as { token: string }
  const script = commands.map((command) => `${command}\nprintf '\\n---\\n'\n`).join('')

  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
    env: {
      ...process.env,
      CURFEW_URL: curfew.address,
      CURFEW_TOKEN: token,
      RP_LOGOUT_URI: 'http://127.0.0.1:1/backchannel-logout',
    },
  })

  const [, shop, keys, rotated, portal, refused] = stdout.split('\n---\n')
  expect(commands).toHaveLength(6)
  expect(sourceKey.parse(JSON.parse(shop ?? '')).source).toMatchObject({ channel: 'back-channel', leaseMs: 0 })
  expect(jwks.parse(JSON.parse(keys ?? '')).keys).toMatchObject([{ kty: 'RSA', alg: 'RS256', use: 'sig' }])
  expect(signingKeyList.parse(JSON.parse(rotated ?? '')).items).toHaveLength(2)
  expect(sourceKey.parse(JSON.parse(portal ?? '')).source.openIdProvider).toMatchObject({ audience: 'portal' })
  expect(refused?.trim()).toBe('400')
})
