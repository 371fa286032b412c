import type { RadiusSessionView, SessionView } from '@curfew/contract'
import type { ReactNode } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { HeardAgo } from './HeardAgo.tsx'
import css from './SessionFacts.module.css'
import { Moment } from './Times.tsx'

type Props = { readonly radius: RadiusSessionView; readonly session: Pick<SessionView, 'stillOnlineAt' | 'staleAt'> }

/** What a NAS told of a session, by the names of the attributes. What it did not say is left out. */
export function RadiusBlock({ radius, session }: Props) {
  const { radiusSession: text, formats } = messages
  const code = (value: string | null) => value !== null && <code>{value}</code>
  const { nasPort, nasPortId, nasPortType, sessionSeconds, end } = radius
  const facts: readonly (readonly [name: string, value: ReactNode])[] = [
    [text.nas, text.nasFrom(radius.nas, radius.sentFrom)],
    [text.lastHeard, <HeardAgo key="heard" at={radius.lastHeardAt} />],
    ['Acct-Session-Id', code(radius.acctSessionId)],
    ['Acct-Multi-Session-Id', code(radius.multiSessionId)],
    ['User-Name', code(radius.userName)],
    ['Calling-Station-Id', code(radius.callingStationId)],
    ['Called-Station-Id', code(radius.calledStationId)],
    ['Framed-IP-Address', code(radius.framedIpAddress)],
    ['Framed-IPv6-Address', code(radius.framedIpv6Address)],
    ['Framed-IPv6-Prefix', code(radius.framedIpv6Prefix)],
    ['Framed-Interface-Id', code(radius.framedInterfaceId)],
    ['Delegated-IPv6-Prefix', code(radius.delegatedIpv6Prefix)],
    ['NAS-Port', [nasPort, nasPortId, nasPortType].filter((one) => one !== null).join(' · ')],
    ['Class', code(radius.class)],
    ['Connect-Info', radius.connectInfo],
    [text.online, sessionSeconds !== null && text.onlineFor(sessionSeconds, radius.beganExactly)],
    [text.fromUser, text.traffic(radius.inputOctets, radius.inputPackets)],
    [text.toUser, text.traffic(radius.outputOctets, radius.outputPackets)],
    [text.clock, text.clockOff(radius.clockOffsetSeconds)],
    [
      text.ended,
      end && (
        <span key="end">
          <Moment at={end.at} /> · {text.endedBy[end.by]}
        </span>
      ),
    ],
    [text.cause, end?.terminateCause && text.causeOf(end.terminateCause.name, end.terminateCause.words)],
  ]
  return (
    <section className={css['radius']}>
      <h3>{text.title}</h3>
      {session.stillOnlineAt !== null && (
        <Banner tone="warn">
          <p>
            <strong>{text.stillOnline(formats.clock(new Date(session.stillOnlineAt)))}</strong>
          </p>
          <p>{text.stillOnlineText}</p>
        </Banner>
      )}
      <dl className={css['facts']}>
        {facts.map(([name, value]) =>
          value ? (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </section>
  )
}
