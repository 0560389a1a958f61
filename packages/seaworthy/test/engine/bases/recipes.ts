/** How a base image is made here, where no registry of images is asked. */
export interface Recipe {
  /** `seaworthy-base/NAME` */
  readonly name: string;
  /** The name that Dockerfiles give it. */
  readonly publicNames: readonly string[];
  /** The base that it builds on; null: the root file system that debootstrap makes. */
  readonly from: string | null;
  /** In which ways it is not the image of its public name. */
  readonly standIn: string;
  /** Packages of the npm registry that are unpacked into its build context, each under its folder. */
  readonly packages: Readonly<Record<string, string>>;
  /** Files of its build context. */
  readonly files: Readonly<Record<string, string>>;
  /** The Dockerfile below its FROM. */
  readonly lines: string;
}

const NODE = "22.23.3";
const NPM = "10.9.9";
const POSTGRES = "15.20";

/** npm and pip are told where the host's own certificates are: builds in a base reach what the host reaches, as the host does. */
const NPM_SETTINGS = "cafile=/etc/ssl/certs/ca-certificates.crt\\nfund=false\\naudit=false\\nupdate-notifier=false\\n";
const PIP_SETTINGS = "[global]\\ncert = /etc/ssl/certs/ca-certificates.crt\\ndisable-pip-version-check = true\\n";

const install = (...packages: string[]) =>
  `RUN apt-get update && apt-get install -y --no-install-recommends ${packages.join(" ")} && rm -rf /var/lib/apt/lists/* /var/log/*.log /var/log/apt`;

const nodeLines = `COPY node/bin/node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
COPY docker-entrypoint.sh /usr/local/bin/
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \\
 && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \\
 && chmod -R a+rX /usr/local/lib/node_modules && mkdir -p /usr/local/etc \\
 && printf '${NPM_SETTINGS}' > /usr/local/etc/npmrc \\
 && groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
ENV NODE_VERSION=${NODE}
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]`;

/** As the official entry point: what is no program is given to node. */
const NODE_ENTRY = `#!/bin/sh
set -e
if [ "\${1#-}" != "\${1}" ] || [ -z "$(command -v "\${1}")" ] || { [ -f "\${1}" ] && ! [ -x "\${1}" ]; }; then
  set -- node "$@"
fi
exec "$@"
`;

const pythonLines = (more: readonly string[]) => `${install("python3.11", "python3.11-venv", "unzip", ...more)}
RUN set -e; lib=/usr/local/lib/python3.11; mkdir -p $lib/site-packages $lib/bundled \\
 && rmdir $lib/dist-packages 2>/dev/null || true; ln -sfn site-packages $lib/dist-packages \\
 && for wheel in /usr/share/python-wheels/*.whl; do unzip -q -o $wheel -d $lib/site-packages; done \\
 && cp -a /usr/lib/python3.11/ensurepip $lib/ensurepip && mv $lib/bundled $lib/ensurepip/_bundled \\
 && cp /usr/share/python-wheels/*.whl $lib/ensurepip/_bundled/ \\
 && dpkg --purge --force-depends unzip python3.11-venv python3-pip-whl python3-setuptools-whl \\
 && rm -rf /usr/lib/python3.11/ensurepip /usr/share/python-wheels \\
 && ln -s $lib/ensurepip /usr/lib/python3.11/ensurepip && ln -s $lib/ensurepip/_bundled /usr/share/python-wheels \\
 && rm -f /usr/lib/python3.11/EXTERNALLY-MANAGED && printf '${PIP_SETTINGS}' > /etc/pip.conf \\
 && for name in python python3; do ln -s /usr/bin/python3.11 /usr/local/bin/$name; done \\
 && for name in pip pip3; do printf '#!/bin/sh\\nexec python3.11 -m pip "$@"\\n' > /usr/local/bin/$name; chmod 755 /usr/local/bin/$name; done
ENV LANG=C.UTF-8 PYTHON_VERSION=3.11.14
CMD ["python3"]`;

const POSTGRES_ENTRY = `#!/bin/bash
# What the official entry point does for a database that is made at the first start; scripts beside it are not run.
set -eo pipefail
value() {
  local file="$1_FILE"
  if [ -n "\${!file}" ]; then cat "\${!file}"; else printf '%s' "\${!1:-$2}"; fi
}
if [ "\${1:0:1}" = - ]; then set -- postgres "$@"; fi
if [ "$1" = postgres ] && [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /run/postgresql
  chown -R postgres:postgres "$PGDATA" /run/postgresql
  chmod 700 "$PGDATA"
  exec gosu postgres "$0" "$@"
fi
if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  user="$(value POSTGRES_USER postgres)" password="$(value POSTGRES_PASSWORD)"
  database="$(value POSTGRES_DB "$user")"
  if [ -z "$password" ]; then echo >&2 "Error: Database is uninitialized and superuser password is not specified."; exit 1; fi
  mkdir -p "$PGDATA" && chmod 700 "$PGDATA" || true
  initdb --username="$user" --pwfile=<(printf '%s\\n' "$password") --auth-host=scram-sha-256 --auth-local=trust >/dev/null
  printf 'host all all all scram-sha-256\\n' >> "$PGDATA/pg_hba.conf"
  printf "listen_addresses = '*'\\n" >> "$PGDATA/postgresql.conf"
  if [ "$database" != postgres ]; then
    pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start >/dev/null
    createdb --username="$user" --host=/run/postgresql "$database"
    pg_ctl -D "$PGDATA" -m fast -w stop >/dev/null
  fi
fi
exec "$@"
`;

const REDIS_ENTRY = `#!/bin/sh
set -e
if [ "\${1#-}" != "$1" ] || [ "\${1%.conf}" != "$1" ]; then set -- redis-server "$@"; fi
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  find . \\! -user redis -exec chown redis '{}' +
  exec gosu redis "$0" "$@"
fi
# The official build has its protected mode off.
if [ "$1" = redis-server ]; then set -- "$@" --protected-mode no; fi
exec "$@"
`;

const none = { packages: {}, files: {} };

/** In the order in which they are made. */
export const RECIPES: readonly Recipe[] = [
  {
    ...none,
    name: "debian",
    publicNames: ["debian:bookworm-slim"],
    from: null,
    standIn: "made by debootstrap",
    lines: 'CMD ["bash"]',
  },
  {
    name: "node",
    publicNames: [`node:${NODE}-bookworm-slim`],
    from: "debian",
    standIn: "Node.js and npm from the npm registry on a Debian made by debootstrap; without yarn, corepack and headers",
    packages: { node: `node-linux-${process.arch}@${NODE}`, npm: `npm@${NPM}` },
    files: { "docker-entrypoint.sh": NODE_ENTRY },
    lines: nodeLines,
  },
  {
    ...none,
    name: "node-gosu",
    publicNames: [],
    from: "node",
    standIn: "a Node.js that entry points leave root with",
    lines: install("gosu"),
  },
  {
    ...none,
    name: "node-full",
    publicNames: ["node:latest"],
    from: "node",
    standIn: `Node.js ${NODE}, whatever the newest is, with curl, wget and git alone of what the full image has`,
    lines: install("curl", "wget", "git"),
  },
  {
    ...none,
    name: "python",
    publicNames: ["python:3.11.14-slim-bookworm", "python:3.8-slim"],
    from: "debian",
    standIn: "Debian's Python 3.11, with pip where the official image has it",
    lines: pythonLines([]),
  },
  {
    ...none,
    name: "python-full",
    publicNames: ["python:3.8"],
    from: "python",
    standIn: "Debian's Python 3.11, with its headers and gcc alone of what the full image has",
    lines: install("gcc", "libc6-dev", "libpython3.11-dev"),
  },
  {
    ...none,
    name: "postgres",
    publicNames: [`postgres:${POSTGRES}-bookworm`, "postgres:latest"],
    from: "debian",
    standIn: `Debian's PostgreSQL 15 (${POSTGRES} at its time) with an entry point of ours`,
    files: { "docker-entrypoint.sh": POSTGRES_ENTRY },
    lines: `RUN groupadd -r postgres --gid=999 && useradd -r -g postgres --uid=999 --home-dir=/var/lib/postgresql --shell=/bin/bash postgres
${install("postgresql-15", "gosu")} && rm -rf /var/lib/postgresql/15 /etc/postgresql \\
 && mkdir -p /var/lib/postgresql/data /run/postgresql && chown -R postgres:postgres /var/lib/postgresql /run/postgresql \\
 && chmod 700 /var/lib/postgresql/data && chmod 3777 /run/postgresql
COPY docker-entrypoint.sh /usr/local/bin/
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/15/bin PGDATA=/var/lib/postgresql/data LANG=C.UTF-8
VOLUME /var/lib/postgresql/data
ENTRYPOINT ["docker-entrypoint.sh"]
STOPSIGNAL SIGINT
EXPOSE 5432
CMD ["postgres"]`,
  },
  {
    ...none,
    name: "redis",
    publicNames: ["redis:8.2.2-bookworm", "redis:latest"],
    from: "debian",
    standIn: "Debian's Redis 7.0 with an entry point of ours",
    files: { "docker-entrypoint.sh": REDIS_ENTRY },
    lines: `RUN groupadd -r -g 999 redis && useradd -r -g redis -u 999 redis
${install("redis-server", "gosu")} && rm -rf /etc/redis && mkdir /data && chown redis:redis /data
COPY docker-entrypoint.sh /usr/local/bin/
VOLUME /data
WORKDIR /data
ENTRYPOINT ["docker-entrypoint.sh"]
EXPOSE 6379
CMD ["redis-server"]`,
  },
  {
    ...none,
    name: "nginx",
    publicNames: ["nginx:1.22.1-bookworm"],
    from: "debian",
    standIn: "Debian's nginx without an entry point",
    lines: `${install("nginx-light", "gosu")} && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log
EXPOSE 80
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]`,
  },
];
