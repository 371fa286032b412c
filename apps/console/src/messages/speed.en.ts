import type { SpeedWindow } from '@curfew/contract'
import type { Formats } from './formats.ts'

/** Texts of *How fast are we*. */
export const speed = ({ locale, plural, number, milliseconds }: Formats) => {
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  /** Whole units where it is whole: 60,000 → `1 min`. */
  const short = (ms: number) => {
    if (ms >= 86_400_000 && ms % 86_400_000 === 0) return `${number(ms / 86_400_000)} d`
    if (ms >= 3_600_000 && ms % 3_600_000 === 0) return `${number(ms / 3_600_000)} h`
    return ms >= 60_000 && ms % 60_000 === 0 ? `${number(ms / 60_000)} min` : milliseconds(ms)
  }
  return {
    title: 'How fast are we',
    text: 'From OK until a recipient said that it ended the session, and until that was proved. The times are exact.',
    window: 'Closures of the last',
    windows: { hour: 'hour', day: '24 hours', week: '7 days', month: '30 days' } satisfies Record<SpeedWindow, string>,
    loading: 'Loading the times',
    none: (window: string) => `Nothing was closed in the last ${window}.`,
    noneHint: 'Close a session, and how long it took until that was acknowledged and verified is shown here.',
    cut: 'There were more closures in that time: these are the times of the latest 100,000 logoffs.',
    target: (time: string) => `Target: verified within ${time} of OK`,
    changeTarget: 'Change target',
    mayNotChange: (role: string) => `Super admins set the target. Your role, ${role.toLowerCase()}, sees it.`,
    targetTitle: 'Change the target',
    targetText:
      'Within so many seconds of OK a session should be proved to be over. It changes what is counted as late, and nothing else (NIST SP 800-53, AC‑17(9)).',
    targetLabel: 'Seconds',
    targetWrong: 'Give 1 to 86,400 whole seconds.',
    targetSubmit: 'Save',
    targetChanged: (time: string) => `The target is ${time} now.`,
    tableLabel: 'Times from OK, by source',
    columns: { source: 'Source', acknowledged: 'Acknowledged', verified: 'Verified', onTime: 'On time' },
    all: 'All',
    logoffs: (count: number) => plural(count, { one: '# logoff', other: '# logoffs' }),
    legend:
      'Bar: 95 of 100 took no longer; the mark in it: half of them. Dot: the longest. Dashed: the target. Each step of the scale is ten times longer.',
    half: 'half',
    most: '95 %',
    longest: 'longest',
    noneYet: 'none yet',
    short,
    share: (met: number, late: number) => percent.format(met / (met + late)),
    late: (count: number) => plural(count, { one: '# late', other: '# late' }),
    open: (count: number) => plural(count, { one: '# open', other: '# open' }),
  }
}
