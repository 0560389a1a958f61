/** Ports whose registered service speaks another protocol than HTTP. */
export const SOURCE =
  "the IANA service name and port number registry, and the documentation of the programs that it does not list";
export const AS_OF = "2026-11-27";

const OTHERS: ReadonlyMap<number, string> = new Map([
  [21, "FTP"],
  [22, "SSH"],
  [23, "telnet"],
  [25, "SMTP"],
  [53, "DNS"],
  [110, "POP3"],
  [139, "SMB"],
  [143, "IMAP"],
  [389, "LDAP"],
  [445, "SMB"],
  [465, "SMTP"],
  [514, "syslog"],
  [587, "SMTP"],
  [636, "LDAP"],
  [873, "rsync"],
  [993, "IMAP"],
  [995, "POP3"],
  [1080, "SOCKS"],
  [1433, "SQL Server"],
  [1521, "Oracle's database"],
  [1883, "MQTT"],
  [2049, "NFS"],
  [2181, "ZooKeeper"],
  [3306, "MySQL"],
  [3389, "remote desktops"],
  [4222, "NATS"],
  [5060, "SIP"],
  [5432, "PostgreSQL"],
  [5672, "AMQP"],
  [5900, "VNC"],
  [6379, "Redis"],
  [8883, "MQTT"],
  [9042, "Cassandra"],
  [9092, "Kafka"],
  [11211, "memcached"],
  [25565, "Minecraft"],
  [27017, "MongoDB"],
  [50051, "gRPC"],
]);

/** What is spoken at a port by custom, where that is not HTTP. */
export function protocolAt(port: number): string | null {
  return OTHERS.get(port) ?? null;
}
