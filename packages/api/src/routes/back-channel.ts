import { endByLogoutToken, publicHalf, publishedKeys, rotateSigningKeys } from '@curfew/registry'
import type { Routes } from '../call.ts'
import type { ApiPorts } from '../ports.ts'
import { toSigningKeyView } from '../views.ts'

type Names = 'jwks' | 'backChannelLogout' | 'listSigningKeys' | 'rotateSigningKeys'

/** Back-channel logout as a relying party, and the keys that sign it as an OP. */
export const backChannelRoutes = (ports: ApiPorts): Pick<Routes, Names> => ({
  jwks: async (c) => c.json({ keys: (await publishedKeys(ports)).map(publicHalf) }, 200),

  backChannelLogout: async (c) => {
    await endByLogoutToken(ports, c.req.valid('form').logout_token)
    return c.body(null, 200)
  },

  listSigningKeys: async (c) => c.json({ items: (await publishedKeys(ports)).map(toSigningKeyView) }, 200),

  rotateSigningKeys: async (c) => {
    const keys = await rotateSigningKeys(ports, c.req.valid('json').overlapSeconds, c.var.actor)
    return c.json({ items: keys.map(toSigningKeyView) }, 201)
  },
})
