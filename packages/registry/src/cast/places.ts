import type { SessionKind, Via } from '@curfew/contract'
import { ownSource } from '../session.ts'

/** Where a session can live, how many of a hundred do, and what its users come with. */
export type Place = {
  readonly share: number
  readonly kind: SessionKind
  readonly sourceId: string
  readonly source: string
  readonly via: Via | null
  readonly isBegunOnly: boolean
  readonly superAdminCredentials: boolean
  readonly network: string
  readonly userAgents: readonly string[]
  /** Long commands that its users order; none: they cannot. */
  readonly commands: readonly string[]
}

const browsers = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
]
const programs = ['curl/8.16.0', 'python-requests/2.32.5', 'token-report/3.1 (+https://reports.example)', 'node']

export const sharedPlaces: readonly Place[] = [
  place(30, 'self-service-console', 'portal', '10.20', { via: 'direct', commands: ['Request token', 'Change PIN'] }),
  place(14, 'self-service-console', 'portal', '172.16', { via: 'web-tier', commands: ['Request token'] }),
  place(9, 'radius', 'vpn-1', '10.64', { userAgents: [''] }),
  place(8, 'radius', 'vpn-2', '10.65', { userAgents: [''] }),
  place(5, 'radius', 'vpn-3', '2001:db8', { userAgents: [''] }),
  place(6, 'radius', 'wlan-hq', '10.80', { userAgents: [''] }),
  place(5, 'risk-based-authentication', 'ssl-vpn-edge', '172.20', { isBegunOnly: true }),
  place(5, 'api', ownSource.id, '10.5', { userAgents: programs, commands: ['Export sessions', 'Close Sessions'] }),
  place(4, 'token-management-snap-in', 'token-desk', '10.6', {
    userAgents: ['TokenSnapIn/8.7 (Windows Server 2022)'],
    commands: ['Import token file', 'Assign tokens', 'Report: tokens expiring'],
  }),
  place(3, 'security-console', ownSource.id, '10.7', { commands: ['Export sessions'] }),
  place(1, 'security-console', ownSource.id, '10.7', { isBegunOnly: true }),
  place(2, 'operations-console', 'operations-1', '10.8', { superAdminCredentials: true, commands: ['Back up'] }),
  place(2, 'operations-console', 'operations-1', '10.8', { commands: ['Back up'] }),
  place(4, 'authentication-agent', 'agents-hq', '10.90', { userAgents: ['AuthAgent/7.4 (Windows 11)'] }),
  place(2, 'authentication-agent', 'agents-emea', '10.91', { userAgents: ['AuthAgent/8.1 (Linux, PAM)'] }),
]

function place(
  share: number,
  kind: SessionKind,
  source: string,
  network: string,
  more: Partial<Pick<Place, 'via' | 'isBegunOnly' | 'superAdminCredentials' | 'userAgents' | 'commands'>>,
): Place {
  const usual = { via: null, isBegunOnly: false, superAdminCredentials: false, userAgents: browsers, commands: [] }
  return { share, kind, sourceId: source, source, network, ...usual, ...more }
}
