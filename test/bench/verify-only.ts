import { createAccountingListener, createSourceTable, type NasSource } from '@curfew/radius'

// The same listener with nothing behind it: packets are verified, read and answered, and nobody keeps anything.
const source: NasSource = {
  id: 'bench',
  secrets: [Buffer.from(process.argv[2] ?? '')],
  requiresMessageAuthenticator: false,
  nasKnownBy: 'attributes',
}
const listener = await createAccountingListener({
  sockets: [{ address: '127.0.0.1', port: 0 }],
  sources: createSourceTable([{ network: '127.0.0.1', source }]),
  commit: async () => {},
})
process.send?.(listener.addresses[0]?.port)
process.once('disconnect', () => process.exit())
