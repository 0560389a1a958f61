/** Packages for Debian, Ubuntu and the RPM family that come from others than the distribution: its advisories do not speak of them. */
export const SOURCE = "the Maintainer, Vendor and Version fields of the packages in the vendors' own archives";
export const AS_OF = "2026-11-27";

/** A mark of the vendor in the maintainer's name and address. */
const BY_MAINTAINER: readonly (readonly [vendor: string, maintainer: RegExp])[] = [
  ["Docker", /^Docker\b|@docker\.com>/],
  ["NodeSource", /nodesource/i],
  ["NVIDIA", /@nvidia\.com>|^NVIDIA/i],
  ["HashiCorp", /hashicorp/i],
  ["Google", /^Chrome\b.*@(?:chromium\.org|google\.com)>|^Google\b/i],
  ["Microsoft", /@microsoft\.com>/i],
  ["Elastic", /@elastic\.co>|^Elastic\b/i],
  ["MongoDB", /@mongodb\.com>|^MongoDB/i],
  ["Oracle MySQL", /mysql-build@oss\.oracle\.com|^MySQL Release Engineering/i],
  ["MariaDB", /@lists\.mariadb\.org>|^MariaDB Developers/i],
  ["Percona", /@percona\.com>|^Percona\b/i],
  ["nginx.org", /nginx-packaging@|^NGINX Packaging/i],
  ["Redis", /@redis\.io>|@redis\.com>/i],
  ["RabbitMQ", /@rabbitmq\.com>|^RabbitMQ\b.*@(?:broadcom|vmware|pivotal)\./i],
  ["Grafana Labs", /@grafana\.com>/i],
  ["InfluxData", /@influx(?:data|db)\.com>/i],
  ["Datadog", /@datadoghq\.com>/i],
  ["New Relic", /@newrelic\.com>/i],
  ["GitLab", /@gitlab\.com>|^GitLab\b/i],
  ["GitHub", /@github\.com>/i],
  ["Yarn", /^Yarn Developers/i],
  ["Kubernetes", /@kubernetes\.io>|^Kubernetes Authors/i],
  ["Eclipse Adoptium", /adoptium|temurin/i],
  ["Azul", /@azul(?:systems)?\.com>|^Azul\b/i],
  ["Amazon", /@amazon\.com>/i],
  ["Confluent", /@confluent\.io>/i],
  ["Cloudflare", /@cloudflare\.com>/i],
  ["Tailscale", /@tailscale\.com>/i],
  ["ClickHouse", /@clickhouse\.(?:com|tech)>|^ClickHouse\b/i],
  ["Fluent", /@(?:fluentbit\.io|treasure-data\.com|calyptia\.com)>/i],
  ["Chef", /@(?:chef\.io|opscode\.com)>/i],
  ["Puppet", /@puppet(?:labs)?\.com>/i],
  ["Phusion", /@phusion\.nl>/i],
  ["Launchpad PPA", /^Launchpad PPA/i],
];
/** A mark of the archive in the version. */
const BY_VERSION: readonly (readonly [vendor: string, version: RegExp])[] = [
  ["NodeSource", /nodesource\d*$/],
  ["PostgreSQL's archive", /\.pgdg/],
  ["MariaDB", /[+~]maria[~+]/],
  ["deb.sury.org", /\+0~\d{8}\.\d+\+(?:debian|ubuntu)/],
  ["Redis", /rl\d+~/],
];
const BY_ORIGIN = /^(?:Artifactory|Docker|NodeSource|nginx|LP-PPA-|HashiCorp|Google|Percona|MongoDB)/i;

/** Who made a package of dpkg's that the distribution did not; null: nothing says so. */
export function thirdParty(maintainer: string, origin: string, version: string): string | null {
  const who = maintainer.slice(0, 300);
  for (const [vendor, pattern] of BY_MAINTAINER) if (pattern.test(who)) return vendor;
  for (const [vendor, pattern] of BY_VERSION) if (pattern.test(version.slice(0, 200))) return vendor;
  return BY_ORIGIN.test(origin) ? origin.slice(0, 100) : null;
}

/** Vendor tags of the distributions that are made of RPMs, by ID of os-release. */
const RPM_VENDORS: Readonly<Record<string, RegExp>> = {
  rhel: /^Red Hat/,
  centos: /^(?:CentOS|Red Hat)/,
  fedora: /^Fedora Project/,
  rocky: /^Rocky/,
  almalinux: /^(?:AlmaLinux|CloudLinux)/,
  ol: /^Oracle America/,
  amzn: /^Amazon/,
  sles: /^SUSE/,
  "sle-micro": /^SUSE/,
  "opensuse-leap": /^(?:openSUSE|SUSE)/,
  "opensuse-tumbleweed": /^(?:openSUSE|SUSE)/,
  mariner: /^Microsoft/,
  azurelinux: /^Microsoft/,
  photon: /^VMware/,
  openeuler: /^(?:http:\/\/openeuler|openEuler)/i,
};

/** Whether the vendor tag of an RPM is another's than the distribution's; an unknown distribution or no tag: false. */
export function isForeignRpm(system: string, vendor: string): boolean {
  const own = RPM_VENDORS[system];
  return own !== undefined && vendor !== "" && !own.test(vendor);
}
