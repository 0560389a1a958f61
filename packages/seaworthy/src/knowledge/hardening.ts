/** What known images need under hardening, by familiar name: read in their entry points, Dockerfiles and documentation. */
export const SOURCE =
  "the entry points and documentation of the official images (github.com/docker-library) and of the vendors named by the image";
export const AS_OF = "2026-11-27";

export interface Hardening {
  readonly software: string;
  /** Capabilities without which the image's own start fails once all are dropped. */
  readonly capabilities: readonly string[];
  /** Folders that it writes besides its VOLUMEs, /tmp and what `written-paths` says. */
  readonly room: readonly string[];
  /** A health check by programs of the image: words for `CMD`, or a text for a shell. */
  readonly health: readonly string[] | string | null;
  /** Variables that it also reads from a file, by the name with `_FILE`. */
  readonly fromFile: RegExp | null;
}

/** An entry point that gives files to a user and becomes that user. */
const DROPS = ["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"] as const;
/** The same, where it also changes the mode of files that are not its own. */
const DROPS_AND_CHMODS = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"] as const;

const NOTHING = { capabilities: [], room: [], health: null, fromFile: null } as const;

const KNOWN: readonly (readonly [name: RegExp, facts: Hardening])[] = [
  [
    /^(?:postgres|postgis\/postgis|pgvector\/pgvector|timescale\/timescaledb)$/,
    {
      software: "PostgreSQL",
      capabilities: DROPS_AND_CHMODS,
      room: ["/run/postgresql"],
      // A dollar sign of the shell is doubled in Compose.
      health: 'pg_isready -U "$${POSTGRES_USER:-postgres}"',
      fromFile: /^POSTGRES_(?:PASSWORD|USER|DB|INITDB_ARGS)$/,
    },
  ],
  [
    /^mysql$/,
    {
      software: "MySQL",
      capabilities: DROPS,
      room: ["/run/mysqld", "/var/run/mysqld"],
      health: "mysqladmin ping -h 127.0.0.1 --silent",
      fromFile: /^MYSQL_(?:ROOT_PASSWORD|ROOT_HOST|DATABASE|USER|PASSWORD)$/,
    },
  ],
  [
    /^mariadb$/,
    {
      software: "MariaDB",
      capabilities: DROPS,
      room: ["/run/mysqld"],
      health: ["healthcheck.sh", "--connect", "--innodb_initialized"],
      fromFile: /^(?:MARIADB|MYSQL)_(?:ROOT_PASSWORD|ROOT_PASSWORD_HASH|ROOT_HOST|DATABASE|USER|PASSWORD|PASSWORD_HASH)$/,
    },
  ],
  [
    /^mongo$/,
    {
      software: "MongoDB",
      capabilities: DROPS,
      room: [],
      health: ["mongosh", "--quiet", "--eval", "db.adminCommand('ping').ok || quit(1)"],
      fromFile: /^MONGO_INITDB_ROOT_(?:USERNAME|PASSWORD)$/,
    },
  ],
  [/^redis$/, { software: "Redis", capabilities: DROPS, room: [], health: "redis-cli ping | grep -q PONG", fromFile: null }],
  [
    /^valkey\/valkey$/,
    { software: "Valkey", capabilities: DROPS, room: [], health: "valkey-cli ping | grep -q PONG", fromFile: null },
  ],
  [
    /^rabbitmq$/,
    {
      software: "RabbitMQ",
      capabilities: DROPS_AND_CHMODS,
      room: ["/etc/rabbitmq/conf.d"],
      health: ["rabbitmq-diagnostics", "-q", "check_port_connectivity"],
      fromFile: null,
    },
  ],
  [
    /^(?:nginx|nginx\/nginx)$/,
    {
      software: "nginx",
      capabilities: ["CHOWN", "NET_BIND_SERVICE", "SETGID", "SETUID"],
      room: ["/var/cache/nginx", "/run"],
      health: null,
      fromFile: null,
    },
  ],
  [/^httpd$/, { ...NOTHING, software: "Apache httpd", capabilities: ["CHOWN", "NET_BIND_SERVICE", "SETGID", "SETUID"] }],
  [/^caddy$/, { ...NOTHING, software: "Caddy", capabilities: ["NET_BIND_SERVICE"], room: ["/data", "/config"] }],
  [/^traefik$/, { ...NOTHING, software: "Traefik", capabilities: ["NET_BIND_SERVICE"] }],
  [/^haproxy$/, { ...NOTHING, software: "HAProxy", capabilities: ["NET_BIND_SERVICE", "SETGID", "SETUID"], room: ["/run"] }],
  [/^memcached$/, { ...NOTHING, software: "Memcached" }],
  [
    /^grafana\/grafana(?:-oss|-enterprise)?$/,
    {
      ...NOTHING,
      software: "Grafana",
      room: ["/var/lib/grafana", "/var/log/grafana"],
      health: "wget -q --spider http://127.0.0.1:3000/api/health || exit 1",
    },
  ],
  [
    /^(?:prom\/prometheus|quay\.io\/prometheus\/prometheus)$/,
    { ...NOTHING, software: "Prometheus", health: ["wget", "-q", "--spider", "http://127.0.0.1:9090/-/healthy"] },
  ],
  [
    /^(?:prom\/alertmanager|quay\.io\/prometheus\/alertmanager)$/,
    { ...NOTHING, software: "Alertmanager", health: ["wget", "-q", "--spider", "http://127.0.0.1:9093/-/healthy"] },
  ],
  [
    /^adminer$/,
    {
      ...NOTHING,
      software: "Adminer",
      health: "php -r 'exit(@file_get_contents(\"http://127.0.0.1:8080/\") === false ? 1 : 0);'",
    },
  ],
  [
    /^(?:dpage|elestio)\/pgadmin4?$/,
    {
      ...NOTHING,
      software: "pgAdmin",
      capabilities: ["NET_BIND_SERVICE"],
      health: "wget -q -O /dev/null http://127.0.0.1:80/misc/ping || exit 1",
    },
  ],
  [
    /^(?:docker\.elastic\.co\/elasticsearch\/)?elasticsearch$/,
    {
      ...NOTHING,
      software: "Elasticsearch",
      room: ["/usr/share/elasticsearch/logs", "/usr/share/elasticsearch/config"],
      health: "curl -fsS http://127.0.0.1:9200/_cluster/health || exit 1",
    },
  ],
  [/^minio\/minio$/, { ...NOTHING, software: "MinIO", health: ["mc", "ready", "local"] }],
  [/^axllent\/mailpit$/, { ...NOTHING, software: "Mailpit" }],
  [/^maildev\/maildev$/, { ...NOTHING, software: "MailDev" }],
  [
    /^phpmyadmin(?:\/phpmyadmin)?$/,
    {
      software: "phpMyAdmin",
      capabilities: ["CHOWN", "NET_BIND_SERVICE", "SETGID", "SETUID"],
      room: ["/run", "/var/lock", "/sessions"],
      health: "curl -fsS http://127.0.0.1:80/ -o /dev/null || exit 1",
      fromFile: /^(?:PMA_PASSWORD|MYSQL_ROOT_PASSWORD|MYSQL_PASSWORD)$/,
    },
  ],
  [
    /^(?:hashicorp\/)?vault$/,
    {
      software: "Vault",
      capabilities: ["CHOWN", "IPC_LOCK", "SETFCAP", "SETGID", "SETUID"],
      room: [],
      health: null,
      fromFile: null,
    },
  ],
];

/** What the image needs when it runs its own start; null when the table does not know it. */
export function hardeningOf(name: string): Hardening | null {
  return KNOWN.find(([names]) => names.test(name))?.[1] ?? null;
}
