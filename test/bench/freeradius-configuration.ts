export type FreeRadiusPlaces = {
  /** Its own; `queries.conf` of its SQL module is there. */
  readonly directory: string
  readonly port: number
  readonly secret: string
  /** Of the database, as libpq takes it. */
  readonly connection: string
}

/** Measured for a window of 64 on two processors: 8 and 16 answer less, 64 no more. A connection each, so that none waits for one. */
export const freeRadiusThreads = 32

/** Its queries name them all, also those that nothing here asks for. */
const names = [
  ['acct_table1', 'radacct'],
  ['acct_table2', 'radacct'],
  ['postauth_table', 'radpostauth'],
  ['authcheck_table', 'radcheck'],
  ['authreply_table', 'radreply'],
  ['groupcheck_table', 'radgroupcheck'],
  ['groupreply_table', 'radgroupreply'],
  ['usergroup_table', 'radusergroup'],
  ['client_table', 'nas'],
  ['group_attribute', 'SQL-Group'],
] as const

/**
 * The least that takes accounting in and stores it, and nothing that would slow it down: no detail files, no log of requests, no
 * proxying. The identity of a session is made as its own policy `acct_unique` makes it.
 */
export const freeRadiusConfiguration = ({ directory, port, secret, connection }: FreeRadiusPlaces) => `
  prefix = /usr
  logdir = ${directory}
  run_dir = ${directory}
  radacctdir = ${directory}
  pidfile = ${directory}/pid
  correct_escapes = true
  hostname_lookups = no
  proxy_requests = no
  max_requests = 16384
  log {
    destination = stdout
  }
  security {
    allow_core_dumps = no
  }
  thread pool {
    start_servers = ${freeRadiusThreads}
    max_servers = ${freeRadiusThreads}
    min_spare_servers = 1
    max_spare_servers = ${freeRadiusThreads}
    max_requests_per_server = 0
    auto_limit_acct = no
  }
  client bench {
    ipaddr = 127.0.0.1
    secret = ${secret}
    require_message_authenticator = no
  }
  modules {
    expr {
    }
    sql {
      driver = "rlm_sql_postgresql"
      dialect = "postgresql"
      radius_db = "${connection}"
      ${names.map(([name, value]) => `${name} = "${value}"`).join('\n      ')}
      read_clients = no
      pool {
        start = ${freeRadiusThreads}
        min = ${freeRadiusThreads}
        max = ${freeRadiusThreads}
        spare = ${freeRadiusThreads}
        uses = 0
        lifetime = 0
        idle_timeout = 0
        retry_delay = 1
      }
      $INCLUDE ${directory}/queries.conf
    }
  }
  instantiate {
    expr
  }
  server accounting {
    listen {
      type = acct
      ipaddr = 127.0.0.1
      port = ${port}
    }
    preacct {
      update request {
        &NAS-IP-Address := "%{Packet-Src-IP-Address}"
        &Acct-Unique-Session-Id := "%{md5:%{User-Name},%{Acct-Session-ID},%{%{NAS-IPv6-Address}:-%{NAS-IP-Address}},%{NAS-Identifier},%{NAS-Port-ID},%{NAS-Port}}"
      }
    }
    accounting {
      sql
    }
  }
`
