/**
 * Programs that are often in images without a package that tells of them, and where their own version stands in their files.
 * A row: the product, its names as files, a text that stands beside the version, and the version by that text. The text is searched in
 * the bytes; the expression is tried on the surroundings of each place where it is, as Latin-1.
 */
export const SOURCE =
  "the programs themselves, as Debian 12, the registries of npm and PyPI and the projects' own images ship them";
export const AS_OF = "2026-11-27";

export interface Program {
  readonly product: string;
  readonly names: RegExp;
  /** `$1` stands for the first group of the name. */
  readonly beside: string;
  readonly version: RegExp | ((group: string) => RegExp);
}

const NUMBERS = String.raw`\d{1,4}\.\d{1,4}\.\d{1,4}`;
const plain = (before: string, after = "") =>
  new RegExp(`${before}(${NUMBERS}(?:-(?:alpha|beta|dev|pre|rc)[\\w.]{0,20})?)${after}`);

export const PROGRAMS: readonly Program[] = [
  { product: "node", names: /^(?:node(?:js)?|libnode\.so\.\d+)$/, beside: "node.js/v", version: plain("node\\.js/v") },
  { product: "deno", names: /^deno$/, beside: "Deno/", version: plain("Deno/", "\\+[0-9a-f]{7}") },
  { product: "bun", names: /^bun$/, beside: "Bun v", version: plain("Bun v") },
  {
    product: "python",
    names: /^(?:lib)?python(\d\.\d{1,2})m?(?:\.so(?:\.[\d.]+)?)?$/,
    beside: "\0$1.",
    version: (release) => new RegExp(`\0(${release.replace(".", "\\.")}\\.\\d{1,3}(?:(?:a|b|rc)\\d{1,2})?)\\+?\0`),
  },
  {
    product: "ruby",
    names: /^(?:ruby(?:\d\.\d)?|libruby(?:-\d\.\d)?\.so(?:\.[\d.]+)?)$/,
    beside: " revision ",
    version: plain("ruby ", "\\w{0,8} \\(\\d{4}-"),
  },
  {
    product: "php",
    names: /^(?:php(?:\d\.\d)?|php-(?:fpm|cgi)(?:\d\.\d)?|libphp(?:\d|\d\.\d)?\.so)$/,
    beside: "X-Powered-By: PHP/",
    version: plain("PHP/"),
  },
  {
    product: "perl",
    names: /^(?:perl(?:5\.[\d.]+)?|libperl\.so(?:\.[\d.]+)?)$/,
    beside: "\0v5.",
    version: /\0v(5\.\d{1,2}\.\d{1,2})\0/,
  },
  { product: "nginx", names: /^nginx$/, beside: "nginx version: ", version: plain("nginx version: nginx/") },
  {
    product: "openresty",
    names: /^(?:nginx|openresty)$/,
    beside: "nginx version: ",
    version: /nginx version: openresty\/(\d[\d.]{2,20})/,
  },
  { product: "httpd", names: /^(?:httpd|apache2)$/, beside: "Apache/", version: plain("Apache/") },
  { product: "lighttpd", names: /^lighttpd$/, beside: "lighttpd/", version: plain("lighttpd/") },
  { product: "haproxy", names: /^haproxy$/, beside: ", released 20", version: plain("version ", "[^,\\0]{0,60}, released ") },
  { product: "varnish", names: /^varnishd$/, beside: "varnish-", version: plain("varnish-", " revision") },
  { product: "squid", names: /^squid$/, beside: "squid/", version: /squid\/(\d{1,2}\.\d{1,3}(?:\.\d{1,3})?)/ },
  {
    product: "postgres",
    names: /^postgres$/,
    beside: "postgres (PostgreSQL) ",
    version: /\(PostgreSQL\) (\d{1,2}(?:\.\d{1,3}){1,2}|\d{1,2}(?:beta|rc)\d)/,
  },
  { product: "mariadb", names: /^(?:mariadbd|mysqld)$/, beside: "-MariaDB", version: plain("", "-MariaDB") },
  { product: "mysql", names: /^mysqld$/, beside: "/mysql-", version: plain("/mysql-", "/") },
  {
    product: "redis",
    names: /^redis-(?:server|check-rdb)$/,
    beside: "-builtin\0",
    version: plain("\0", "\0(?:c11|atomic|sync)-builtin\0"),
  },
  { product: "memcached", names: /^memcached$/, beside: "memcached ", version: plain("memcached ") },
  { product: "busybox", names: /^busybox(?:\.static)?$/, beside: "BusyBox v", version: plain("BusyBox v") },
];

/** Files named `release` in the folder of a Java runtime: who made it, by its IMPLEMENTOR. */
export const JAVA_MAKERS: readonly (readonly [product: string, implementor: RegExp])[] = [
  ["temurin", /Adoptium|AdoptOpenJDK/],
  ["corretto", /Amazon/],
  ["zulu", /Azul/],
  ["liberica", /BellSoft/],
  ["graalvm", /GraalVM/],
  ["openjdk", /./],
];
