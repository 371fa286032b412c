import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { ConfigError } from './settings.ts'

const refusals = (env: Record<string, string>, words: string[] = []) => {
  try {
    readConfig(env, words)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.refusals
    throw error
  }
}

test('without any variable it serves this machine on 8080 and keeps its data beside itself', () => {
  const config = readConfig({}, [])

  expect(config).toMatchObject({ host: '127.0.0.1', port: 8080, dataDirectory: resolve('data'), tls: null, demo: null })
})

test('an empty variable is the same as none', () => {
  const config = readConfig({ HOST: '', PORT: ' ', CURFEW_TLS_CERT: '' }, [])

  expect(config).toMatchObject({ host: '127.0.0.1', port: 8080, tls: null })
})

test('a demo has a data directory of its own, whatever the real one is called', () => {
  const config = readConfig({ CURFEW_DATA_DIR: '/var/lib/curfew' }, ['--demo', '200'])

  expect(config).toMatchObject({ demo: 200, dataDirectory: '/var/lib/curfew-demo' })
})

test.each([[['--demo', '-3']], [['--demo', 'many']], [['--demo', '1000001']], [['--demo', '1', '2']], [['--verbose']]])(
  'words that mean nothing are refused: %s',
  (words) => {
    expect(refusals({}, words)[0]).toContain('npm start -- --demo 5000')
  },
)

test.each([
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['CURFEW_PUBLIC_URL', 'curfew.example.org'],
  ['CURFEW_PUBLIC_URL', 'https://example.org/curfew'],
  ['CURFEW_PUBLIC_URL', 'https://a.example.org, http://b.example.org'],
  ['CURFEW_TLS_CERT', 'cert.pem'],
  ['CURFEW_TRUST_PROXY', 'yes'],
  ['CURFEW_TRUST_PROXY', '10.0.0.0/33'],
  ['CURFEW_TRUST_PROXY', '10.0.0.0/'],
  ['CURFEW_ADMIN_USER', 'admin'],
  ['CURFEW_RADIUS_ACCOUNTING_PORT', '-1'],
  ['CURFEW_LOG_LEVEL', 'loud'],
  ['CURFEW_METRICS', 'yes'],
  ['CURFEW_DATABASE_URL', 'mysql://db'],
])('%s=%s is refused by a sentence that names the variable', (name, value) => {
  const [refusal, ...others] = refusals({ [name]: value })

  expect(refusal).toContain(name)
  expect(others).toEqual([])
})

test('one start names everything that is wrong', () => {
  expect(refusals({ PORT: 'x', CURFEW_LOG_LEVEL: 'y', CURFEW_TLS_KEY: 'z' })).toHaveLength(3)
})

test('no refusal repeats a password', () => {
  expect(refusals({ CURFEW_ADMIN_PASSWORD: 'canary-5f1d', PORT: 'x' }).join()).not.toContain('canary-5f1d')
})

test('what is named like a setting and is none is pointed out, by its name alone', () => {
  const { unknownVariables } = readConfig({ CURFEW_ADMIN_PASWORD: 'canary-5f1d', CURFEW_METRICS: '', PORT: '1' }, [])

  expect(unknownVariables).toEqual(['CURFEW_ADMIN_PASWORD'])
})

test('a password is taken as it is written, spaces included', () => {
  const config = readConfig({ CURFEW_ADMIN_USER: ' root ', CURFEW_ADMIN_PASSWORD: ' two  spaces ' }, [])

  expect(config.firstAdministrator).toEqual({ userId: 'root', password: ' two  spaces ' })
})

test('several public addresses are all of them origins', () => {
  const { publicUrls } = readConfig({ CURFEW_PUBLIC_URL: 'https://a.example.org, https://b.example.org:8443/' }, [])

  expect(publicUrls.map((url) => url.origin)).toEqual(['https://a.example.org', 'https://b.example.org:8443'])
})
