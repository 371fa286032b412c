/** Acct-Terminate-Cause as the standard names it, and for people. */
export type TerminateCause = { readonly code: number; readonly name: string; readonly words: string }

/** RFC 2866 §5.10; 19 to 22 RFC 3580 §2.1; 23 IANA's register. */
const causes: Readonly<Record<number, readonly [name: string, words: string]>> = {
  1: ['User-Request', 'The user ended it.'],
  2: ['Lost-Carrier', 'The line or the radio link was lost.'],
  3: ['Lost-Service', 'The service behind the NAS could not be provided any longer.'],
  4: ['Idle-Timeout', 'It was idle for too long.'],
  5: ['Session-Timeout', 'It reached the longest time that was granted.'],
  6: ['Admin-Reset', 'An administrator reset the session or its port.'],
  7: ['Admin-Reboot', 'An administrator is restarting the NAS.'],
  8: ['Port-Error', 'The NAS found an error on the port.'],
  9: ['NAS-Error', 'The NAS found an error that is not of the port.'],
  10: ['NAS-Request', 'The NAS ended it for a reason of its own.'],
  11: ['NAS-Reboot', 'The NAS restarted without being asked, as after a crash.'],
  12: ['Port-Unneeded', 'The port was not needed any longer.'],
  13: ['Port-Preempted', 'The port was given to somebody with a higher priority.'],
  14: ['Port-Suspended', 'The NAS suspended a virtual session.'],
  15: ['Service-Unavailable', 'The NAS could not provide the service that was asked for.'],
  16: ['Callback', 'The NAS ended it in order to call back.'],
  17: ['User-Error', 'What the user entered was wrong.'],
  18: ['Host-Request', 'The host that the user was logged on to ended it.'],
  19: ['Supplicant-Restart', "The user's device began to log on anew."],
  20: ['Reauthentication-Failure', 'The user could not be authenticated again.'],
  21: ['Port-Reinit', 'The port was initialized anew.'],
  22: ['Port-Disabled', 'An administrator disabled the port.'],
  23: ['Lost-Power', 'The port or the device lost its power.'],
}

/** A cause that no standard names is shown by its number. */
export function terminateCauseOf(code: number): TerminateCause {
  const [name, words] = causes[code] ?? [`Cause ${code}`, `The NAS gave cause ${code}, which no standard explains.`]
  return { code, name, words }
}
