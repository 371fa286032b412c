import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDevice } from './device.ts'

describe('a device in words', () => {
  test.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
      { type: 'browser', browser: 'Chrome', version: '141', system: 'Windows', form: 'computer' },
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
      { type: 'browser', browser: 'Edge', version: '141', system: 'Windows', form: 'computer' },
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
      { type: 'browser', browser: 'Safari', version: '18', system: 'macOS', form: 'computer' },
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.1 Mobile/15E148 Safari/604.1',
      { type: 'browser', browser: 'Chrome', version: '141', system: 'iOS', form: 'phone' },
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0',
      { type: 'browser', browser: 'Firefox', version: '142', system: 'Linux', form: 'computer' },
    ],
    [
      'Mozilla/5.0 (Linux; Android 15; SM-S928B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
      { type: 'browser', browser: 'Samsung Internet', version: '27', system: 'Android', form: 'phone' },
    ],
    ['curl/8.11.1', { type: 'program', name: 'curl', version: '8.11' }],
    ['TokenManagementSnapIn/8.7 (Windows NT 10.0)', { type: 'program', name: 'TokenManagementSnapIn', version: '8.7' }],
    ['', { type: 'unknown' }],
    ['Mozilla/5.0', { type: 'unknown' }],
  ])('%s', (userAgent, expected) => {
    const device = readDevice(userAgent)

    expect(device).toEqual(expected)
  })

  test('no text makes it fail', () => {
    fc.assert(fc.property(fc.string(), (text) => void readDevice(text)))
  })
})
