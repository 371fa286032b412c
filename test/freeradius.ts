import { hasApt, installWithApt, isKnownToApt, onPath } from './apt.ts'

/** What has to be known of the machine. */
export type RadiusMachine = {
  /** FreeRADIUS and its client, as programs on the PATH. */
  readonly hasFreeRadius: () => boolean
  readonly isCi: boolean
  /** Null: nothing can be installed here. */
  readonly install: (() => Promise<void>) | null
}

const packages = ['freeradius', 'freeradius-utils']

/**
 * Get FreeRADIUS where tests have to be complete and it can be had. Never fails: what needs it is skipped without it, and says so.
 *
 * @returns why the tests against FreeRADIUS will not run; undefined: they will
 */
export async function ensureFreeRadius(machine: RadiusMachine = thisMachine()): Promise<string | undefined> {
  if (machine.hasFreeRadius()) return undefined
  const skipped = 'SKIPPED: the tests against FreeRADIUS'
  if (!machine.isCi) return `${skipped}, which is not installed (Debian: apt-get install ${packages.join(' ')}).`
  if (machine.install === null)
    return `${skipped}: it is not installed, and there is no apt-get that this user may use.`
  try {
    await machine.install()
  } catch (error) {
    return `${skipped}: it could not be installed. ${error instanceof Error ? error.message : String(error)}`
  }
  return machine.hasFreeRadius() ? undefined : `${skipped}: it was installed, and still is not on the PATH.`
}

function thisMachine(): RadiusMachine {
  return {
    hasFreeRadius: () => ['freeradius', 'radclient'].every((program) => onPath(program).length > 0),
    isCi: ![undefined, '', 'false', '0'].includes(process.env['CI']),
    install: hasApt() ? installPackages : null,
  }
}

/** Chromium comes first, and with it what the mirror has. A machine that has none is given up after twelve seconds. */
function installPackages(): Promise<void> {
  const updateMs = isKnownToApt(packages) ? null : 12_000
  return installWithApt(packages, { updateMs, installMs: 120_000 })
}
