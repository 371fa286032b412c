import { startPlayground } from './playground.ts'

const {
  CURFEW_URL = 'http://127.0.0.1:8080',
  CURFEW_ADMIN_USER,
  CURFEW_ADMIN_PASSWORD,
  CURFEW_RADIUS_ACCOUNTING_PORT = '0',
  PLAYGROUND_PORT = '9000',
} = process.env

if (!CURFEW_ADMIN_USER || !CURFEW_ADMIN_PASSWORD) {
  console.error(
    'Set CURFEW_ADMIN_USER and CURFEW_ADMIN_PASSWORD to a super admin of the running Curfew: the playground registers its sources.',
  )
  process.exit(2)
}
try {
  const access = { url: CURFEW_URL, userId: CURFEW_ADMIN_USER, password: CURFEW_ADMIN_PASSWORD }
  const accountingPort = Number(CURFEW_RADIUS_ACCOUNTING_PORT) || undefined
  const playground = await startPlayground({ ...access, firstPort: Number(PLAYGROUND_PORT), accountingPort })
  console.log(`The playground is ready at ${playground.url}`)
  process.once('SIGINT', () => void playground.close())
  process.once('SIGTERM', () => void playground.close())
} catch (error) {
  console.error(
    `The playground cannot start against ${CURFEW_URL}: ${error instanceof Error ? error.message : String(error)}`,
  )
  process.exit(1)
}
