import { execFile, spawnSync } from 'node:child_process'
import { describe, expect, test, vi } from 'vitest'
import { aNas } from './a-nas.test-kit.ts'

const isInstalled = spawnSync('radclient', ['-v']).status === 0
if (!isInstalled)
  console.info("radclient is not installed (Debian: freeradius-utils): FreeRADIUS' client does not disconnect here.")

/** What radclient said. It signs, and adds a Message-Authenticator when it is asked to. */
function radclient(port: number | null, attributes: string, secret = 'shared-with-the-nas', kind = 'disconnect') {
  return new Promise<string>((resolve) => {
    const words = ['-x', '-r', '1', '-t', '2', `127.0.0.1:${port}`, kind, secret]
    const program = execFile('radclient', words, { timeout: 10_000 }, (_error, out, err) => resolve(out + err))
    program.stdin?.end(attributes)
  })
}

describe.skipIf(!isInstalled)("FreeRADIUS' radclient", () => {
  test('disconnects a user of the NAS as an administrator tries it by hand, and hears why it cannot', async () => {
    const { nas, said } = await aNas()
    const { acctSessionId } = nas.logOn('ada')
    nas.logOn('ada')
    const session = `Acct-Session-Id = "${acctSessionId}", Message-Authenticator = 0x00`

    expect(await radclient(nas.disconnectPort, 'User-Name = ada')).toMatch(/Error-Cause = Multiple-Session-Selection/)
    expect(await radclient(nas.disconnectPort, `${session}, NAS-Identifier = vpn-3`)).toMatch(
      /Error-Cause = NAS-Identification-Mismatch/,
    )
    expect(await radclient(nas.disconnectPort, session, 'wrong')).toMatch(/No reply from server/)
    expect(await radclient(nas.disconnectPort, session, undefined, 'coa')).toMatch(
      /Received CoA-NAK[^]*Unsupported-Ext/,
    )
    expect(await radclient(nas.disconnectPort, `${session}, User-Name = ada`)).toMatch(/Received Disconnect-ACK/)
    expect(await radclient(nas.disconnectPort, session)).toMatch(/Error-Cause = Session-Context-Not-Found/)

    await vi.waitFor(() => expect(said(acctSessionId)).toEqual(['start', 'stop']), { timeout: 10_000 })
    expect(nas.sessions.size).toBe(1)
  })

  test('with an Event-Timestamp of long ago is not answered', async () => {
    const { nas } = await aNas()
    const { acctSessionId } = nas.logOn('ada')

    const replayed = `Acct-Session-Id = "${acctSessionId}", Event-Timestamp = "Mar  2 2026 09:00:00 UTC"`
    expect(await radclient(nas.disconnectPort, replayed)).toMatch(/No reply from server/)

    expect(nas.sessions.size).toBe(1)
  })
})
