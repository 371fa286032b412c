import { expect, test } from 'vitest'
import { type BenchMachine, findFreeRadiusAndPostgreSql } from './freeradius-postgresql-installed.ts'

/** A Debian on which everything is installed, and what is different there. */
const aMachine = (rest: Partial<BenchMachine> = {}): BenchMachine => ({
  program: (name) => `/usr/bin/${name}`,
  file: (pattern = '') => pattern.replace('*', '15'),
  freeRadiusSays: () => 'radiusd: FreeRADIUS Version 3.2.1, for host x86_64-pc-linux-gnu',
  hasUser: () => true,
  ...rest,
})

const without = (name: string): Partial<BenchMachine> => ({
  program: (wanted) => (wanted === name ? undefined : `/usr/bin/${wanted}`),
  file: (pattern = '') => (pattern.includes(name) ? undefined : pattern),
})

test('where all is installed nothing is missing, and each part is found', () => {
  expect(findFreeRadiusAndPostgreSql(aMachine())).toEqual({
    freeRadius: '/usr/bin/freeradius',
    freeRadiusVersion: '3.2.1',
    sqlFolder: '/etc/freeradius/3.0/mods-config/sql/main/postgresql',
    postgreSqlFolder: '/usr/lib/postgresql/15/bin',
  })
})

test.each<[string, Partial<BenchMachine>, string]>([
  ['FreeRADIUS', { program: (name) => (name === 'setpriv' ? name : undefined) }, '(Debian: freeradius)'],
  ['version 3 of FreeRADIUS', { freeRadiusSays: () => 'radiusd: FreeRADIUS Version 4.0.0' }, '(Debian: freeradius)'],
  ['its driver', without('rlm_sql_postgresql.so'), '(Debian: freeradius-postgresql)'],
  ['its schema', without('schema.sql'), '(Debian: freeradius-config)'],
  ['its queries', without('queries.conf'), '(Debian: freeradius-config)'],
  ['PostgreSQL', without('initdb'), '(Debian: postgresql)'],
  ['setpriv', without('setpriv'), '(Debian: util-linux)'],
  ['a user to be', { hasUser: () => false }, 'a user postgres'],
])('where %s is missing it is named, with what to install, and nothing else is', (_part, rest, said) => {
  const found = findFreeRadiusAndPostgreSql(aMachine(rest))

  expect(found).toEqual({ missing: expect.stringContaining(said) })
  expect('missing' in found && found.missing.split('; ')).toHaveLength(1)
})

test('where nothing is installed every part is named', () => {
  const found = findFreeRadiusAndPostgreSql(
    aMachine({ program: () => undefined, file: () => undefined, hasUser: () => false }),
  )

  expect('missing' in found && found.missing.split('; ')).toHaveLength(6)
})
