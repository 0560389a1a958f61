/** What well-known software writes at run time besides the VOLUMEs of its image (those are writable anyway), by the familiar image name; from the images' Dockerfiles and documentation, August 2026. */
const WRITTEN: readonly { readonly name: RegExp; readonly software: string; readonly paths: readonly string[] }[] = [
  { name: /^(?:nginx|nginx\/nginx)$/, software: "nginx", paths: ["/var/cache/nginx", "/run"] },
  { name: /^(?:nginxinc\/nginx-unprivileged|nginx\/nginx-unprivileged)$/, software: "nginx", paths: ["/tmp"] },
  { name: /^httpd$/, software: "Apache httpd", paths: ["/usr/local/apache2/logs"] },
  {
    name: /^(?:postgres|postgis\/postgis|pgvector\/pgvector)$/,
    software: "PostgreSQL",
    paths: ["/run/postgresql"],
  },
  { name: /^(?:mysql|mariadb)$/, software: "the database", paths: ["/run/mysqld", "/tmp"] },
  { name: /^mongo$/, software: "MongoDB", paths: ["/tmp"] },
  { name: /^tomcat$/, software: "Tomcat", paths: ["/usr/local/tomcat/work", "/usr/local/tomcat/temp", "/usr/local/tomcat/logs"] },
];

/** The folders that the image's own program writes; null when the table does not know. */
export function writtenPaths(name: string): { readonly software: string; readonly paths: readonly string[] } | null {
  return WRITTEN.find((one) => one.name.test(name)) ?? null;
}

/** Start commands that write by themselves, by program: gunicorn keeps its heartbeat in a file. */
export function writtenByProgram(program: string): { readonly software: string; readonly paths: readonly string[] } | null {
  if (program === "gunicorn") return { software: "gunicorn", paths: ["/tmp"] };
  return null;
}
