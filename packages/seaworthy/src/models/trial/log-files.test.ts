import { describe, expect, it } from "vitest";
import { isLogFile, isText, writablePlaces } from "./log-files.js";

describe("a log file", () => {
  it.each([
    "/var/log/app.log",
    "/app/logs/today",
    "/data/app.log.1",
    "/srv/access-2026-11-27",
    "/data/stdout",
    "/data/error.out",
    "/data/catalina.2026-11-27.log",
  ])("%s", (path) => {
    expect(isLogFile(path)).toBe(true);
  });

  it.each([
    ["PostgreSQL", "/var/lib/postgresql/data/pg_wal/000000010000000000000001"],
    ["PostgreSQL's own records", "/data/pg_logical/replorigin_checkpoint"],
    ["MySQL", "/var/lib/mysql/ib_logfile0"],
    ["MySQL", "/var/lib/mysql/binlog.000001"],
    ["MySQL", "/var/lib/mysql/#innodb_redo/ib_log.out"],
    ["MariaDB", "/var/lib/mysql/aria_log.00000001"],
    ["MongoDB", "/data/db/journal/WiredTigerLog.0000000001"],
    ["SQLite", "/data/logs/app.db-wal"],
    ["SQLite", "/app/log/events.sqlite3-journal"],
    ["LevelDB", "/data/000003.log"],
    ["Cassandra", "/var/lib/cassandra/commitlog/CommitLog-7-1732700000000.log"],
    ["Kafka", "/var/lib/kafka-logs/orders-0/00000000000000000000.log"],
    ["Kafka", "/data/logs/orders-0/00000000000000000000.log"],
    ["Redis", "/data/logs/appendonly.aof"],
    ["etcd", "/data/member/wal/debug.wal"],
    ["H2", "/data/log/h2.mv.db"],
    ["anything", "/data/blog/index.html"],
    ["anything", "/data/catalog.json"],
  ])("is not what %s writes: %s", (_, path) => {
    expect(isLogFile(path)).toBe(false);
  });
});

describe("lines of text", () => {
  const bytes = (text: string) => Buffer.from(text);
  it("are told from what a database writes", () => {
    expect(isText(bytes('{"level":"info"}\n'))).toBe(true);
    expect(isText(bytes("\u001b[32mINFO\u001b[0m Grüße\tdone\r\n"))).toBe(true);
    expect(isText(bytes(""))).toBe(true);
    // A character that the beginning cuts in two.
    expect(isText(bytes("ü and more, which is all that there is to say about it\n").subarray(1))).toBe(true);
    expect(isText(Buffer.from([0x4f, 0x4b, 0, 0, 1]))).toBe(false);
    expect(isText(Buffer.from([0x7b, 0x02, 0x7d, 0x0a]))).toBe(false);
    expect(isText(Buffer.from(Array.from({ length: 200 }, (_, i) => 0x80 + (i % 0x40))))).toBe(false);
  });
});

describe("where a container may write besides its layer", () => {
  it("is its volumes and tmpfs: not what the kernel or the engine mounts", () => {
    const mount = (path: string, writable = true) => ({ path, kind: "ext4", writable });
    expect(
      writablePlaces([
        ...["/", "/proc", "/sys/fs/cgroup", "/dev", "/dev/shm", "/dev/mqueue", "/etc/hosts", "/etc/resolv.conf"].map((path) =>
          mount(path),
        ),
        mount("/run/secrets", false),
        mount("/data"),
        mount("/tmp"),
        mount("/data"),
      ]),
    ).toEqual(["/data", "/tmp"]);
  });
});
