/** Which packages bring the programs that health checks use, in all distributions together. */
export const SOURCE = "the distributions' package contents";
export const AS_OF = "2026-11-23";

const PACKAGES: readonly (readonly [program: RegExp, packages: RegExp])[] = [
  [/^curl$/, /^(?:curl|curl-minimal|curl-full)$/],
  [/^wget$/, /^wget(?:[12]|-ssl)?$/],
  [/^(?:nc|netcat|ncat)$/, /^(?:netcat|netcat-openbsd|netcat-traditional|ncat|nmap-ncat|nmap|busybox-extras)$/],
  [/^(?:pgrep|pkill|ps)$/, /^(?:procps|procps-ng)$/],
  [/^(?:pg_isready|psql)$/, /^postgresql[\d.]*(?:-client[\w.-]*)?$/],
  [/^redis-cli$/, /^(?:redis|redis-tools|redis-server|valkey-compat-redis)$/],
  [/^(?:mysql|mysqladmin|mariadb|mariadb-admin)$/, /^(?:default-)?(?:mysql|mariadb)(?:-client|-server)?[\w.-]*$/],
  [/^python3?$/, /^python3?(?:\.\d{1,2})?(?:-minimal)?$/],
  [/^node$/, /^nodejs(?:-current|\d{0,2})?$/],
  [/^php$/, /^php[\d.]*(?:-cli)?$/],
  [/^ruby$/, /^ruby[\d.]*$/],
  [/^perl$/, /^perl(?:-base)?$/],
  [/^bash$/, /^bash$/],
  [/^http$/, /^httpie$/],
  [/^cgi-fcgi$/, /^(?:fcgi|libfcgi-bin)$/],
];

/** Whether a package of a distribution brings a program. */
export function brings(packageName: string, program: string): boolean {
  return PACKAGES.some(([programs, packages]) => programs.test(program) && packages.test(packageName));
}

/** Images of servers and the tools of their own that they bring to ask them, by familiar name. */
const OWN_TOOLS: readonly (readonly [image: RegExp, tools: RegExp])[] = [
  [/(?:^|\/)(?:postgres|postgresql|postgis|timescaledb(?:-ha)?|pgvector)$/, /^(?:pg_isready|psql|pg_ctl)$/],
  [/(?:^|\/)redis(?:-stack(?:-server)?)?$/, /^redis-cli$/],
  [/(?:^|\/)valkey$/, /^(?:valkey-cli|redis-cli)$/],
  [/(?:^|\/)mysql$/, /^(?:mysqladmin|mysql)$/],
  [/(?:^|\/)mariadb$/, /^(?:mariadb-admin|mariadb|healthcheck\.sh)$/],
  [/(?:^|\/)rabbitmq$/, /^(?:rabbitmq-diagnostics|rabbitmqctl)$/],
  [/(?:^|\/)cassandra$/, /^(?:nodetool|cqlsh)$/],
  [/(?:^|\/)etcd$/, /^etcdctl$/],
  [/(?:^|\/)traefik$/, /^traefik$/],
  [/(?:^|\/)(?:nginx|nginx-unprivileged)$/, /^nginx$/],
];

/** Whether an image of a server has a tool of its own to ask it. */
export function isOwnTool(image: string, program: string): boolean {
  return OWN_TOOLS.some(([images, tools]) => tools.test(program) && images.test(image));
}
