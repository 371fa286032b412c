/** What a `User-Agent` header (RFC 9110 §10.1.5) says, in as far as it can be believed. */
export type Device =
  | {
      readonly type: 'browser'
      readonly browser: string
      readonly version: string
      readonly system: string
      readonly form: Form
    }
  | { readonly type: 'program'; readonly name: string; readonly version: string }
  | { readonly type: 'unknown' }
export type Form = 'phone' | 'tablet' | 'computer'

/** Order matters: most browsers also claim to be those further down. */
const browsers = (
  [
    ['Edg', 'Edge'],
    ['EdgA', 'Edge'],
    ['EdgiOS', 'Edge'],
    ['OPR', 'Opera'],
    ['Vivaldi', 'Vivaldi'],
    ['SamsungBrowser', 'Samsung Internet'],
    ['Firefox', 'Firefox'],
    ['FxiOS', 'Firefox'],
    ['CriOS', 'Chrome'],
    ['HeadlessChrome', 'Headless Chrome'],
    ['Chrome', 'Chrome'],
    ['Version', 'Safari'],
  ] as const
).map(([token, name]) => ({ name, pattern: new RegExp(`(?:^|[ (])${token}/(\\d+)`) }))

const systems: readonly (readonly [pattern: RegExp, name: string, form: Form])[] = [
  [/\biPhone\b|\biPod\b/, 'iOS', 'phone'],
  [/\biPad\b/, 'iPadOS', 'tablet'],
  [/\bAndroid\b.*\bMobile\b/, 'Android', 'phone'],
  [/\bAndroid\b/, 'Android', 'tablet'],
  [/\bCrOS\b/, 'ChromeOS', 'computer'],
  [/\bWindows\b/, 'Windows', 'computer'],
  [/\bMacintosh\b|\bMac OS X\b/, 'macOS', 'computer'],
  [/\bLinux\b|\bX11\b/, 'Linux', 'computer'],
]

/** Never throws, whatever a client calls itself. */
export function readDevice(userAgent: string): Device {
  const text = userAgent.slice(0, 1000)
  const system = systems.find(([pattern]) => pattern.test(text))
  const isBrowser = text.startsWith('Mozilla/') && system !== undefined
  if (isBrowser) {
    for (const { name: browser, pattern } of browsers) {
      const version = pattern.exec(text)?.[1]
      if (version === undefined || (browser === 'Safari' && !text.includes('Safari/'))) continue
      return { type: 'browser', browser, version, system: system[1], form: system[2] }
    }
  }
  const program = /^([\w.+@-]+)(?:\/v?(\d+(?:\.\d+)?))?/.exec(text)
  if (!program?.[1] || program[1] === 'Mozilla') return { type: 'unknown' }
  return { type: 'program', name: program[1], version: program[2] ?? '' }
}
