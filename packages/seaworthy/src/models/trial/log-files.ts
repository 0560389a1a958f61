import type { Mount } from "./proc.js";

const LOG_FILE = /\.(?:log|out|err)(?:\.\d+)?$|\/logs?\/|(?:^|[/_.-])(?:access|error|stdout|stderr|debug|audit)(?:[_.-]|$)/i;
/**
 * What databases and queues call a log is data: write-ahead logs, journals, segments. By the names that PostgreSQL, MySQL, MariaDB, MongoDB, SQLite, LevelDB,
 * RocksDB, Cassandra, Kafka, etcd, Redis, Elasticsearch and H2 give them.
 */
const DATA =
  /(?:^|\/)(?:pg_(?:wal|xlog|xact|clog|commit_ts|logical)|commit_?logs?|kafka-logs|wal|journal|translog|raft|#innodb_redo|binlogs?)\/|\.(?:db|db-wal|db-journal|sqlite3?(?:-wal|-journal|-shm)?|aof|rdb|wal|ldb|sst|ibd|tlog|index|timeindex|snap|mv\.db|trace\.db)$|(?:^|\/)(?:\d{5,}\.(?:log|dat)|CommitLog-[\d-]+\.log|WiredTigerLog\.\d+|ib_logfile\d+|aria_log[._]\w+|(?:mysql-|mariadb-)?(?:bin|relay|relay-bin|binlog)\.\d+|undo_\d+|MANIFEST-\d+|db\.log\d*|log\d+\.dat)$/i;

/** Whether a file is a log by its name. */
export function isLogFile(path: string): boolean {
  return LOG_FILE.test(path) && !DATA.test(path);
}

/** Whether bytes of a file are lines of text. What databases write has zero bytes, or hardly a line that can be read. */
export function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  const control = bytes.filter((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0d, 0x1b].includes(byte)).length;
  const text = new TextDecoder("utf-8").decode(bytes);
  // A character may have been cut at the beginning.
  const broken = text.slice(4).split("\ufffd").length - 1;
  return control === 0 && broken * 50 <= bytes.length;
}

const KERNELS = /^\/(?:proc|sys|dev)(?:\/|$)/;
const ENGINES = ["/", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/run/.containerenv"];

/** Where a container may write besides its own layer: volumes and tmpfs. */
export function writablePlaces(mounts: readonly Mount[]): readonly string[] {
  const places = mounts.filter(({ path, writable }) => writable && !KERNELS.test(path) && !ENGINES.includes(path));
  return [...new Set(places.map(({ path }) => path))];
}
