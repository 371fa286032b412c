import { roles } from '@curfew/contract'
import { expect, test } from 'vitest'
import { permits } from './roles.ts'

test('each role may do what those before it may', () => {
  const may = roles.map((role) => roles.filter((needed) => permits(role, needed)))

  expect(may).toEqual([['auditor'], ['auditor', 'operator'], ['auditor', 'operator', 'super-admin']])
})
