/** Programs and packages by the part they play in an image. */
export const SOURCE = "the distributions' package names; the tools' own documentation";
export const AS_OF = "2026-11-23";

/** Packages that compile or build: they belong to a build stage. Names of all distributions together. */
const BUILD_PACKAGES: ReadonlySet<string> = new Set(
  (
    "build-essential build-base base-devel alpine-sdk gcc g++ gcc-c++ cc clang llvm lld make gmake cmake ninja ninja-build ninja-is-really-ninja " +
    "automake autoconf autotools-dev libtool libtool-bin m4 bison flex gettext-dev pkg-config pkgconf pkgconfig pkgconf-pkg-config " +
    "binutils binutils-gold gdb valgrind patch patchelf ccache meson scons swig yasm nasm gfortran cargo rust rustc rustup golang golang-go go " +
    "openjdk-8-jdk openjdk-11-jdk openjdk-17-jdk openjdk-21-jdk openjdk-25-jdk openjdk8 openjdk11 openjdk11-jdk openjdk17 openjdk17-jdk openjdk21 openjdk21-jdk " +
    "openjdk-8-jdk-headless openjdk-11-jdk-headless openjdk-17-jdk-headless openjdk-21-jdk-headless openjdk-25-jdk-headless default-jdk default-jdk-headless maven gradle ant sbt leiningen " +
    "nodejs-dev node-gyp python3-dev python-dev python2-dev python3-devel python-devel python3-pip python-pip py3-pip pipx ruby-dev ruby-devel php-dev php-devel " +
    "perl-dev lua-dev libc-dev libc6-dev musl-dev glibc-devel linux-headers linux-libc-dev kernel-headers kernel-devel fakeroot dpkg-dev devscripts debhelper rpm-build " +
    "rpmdevtools git git-core git-lfs subversion mercurial cvs bzr protobuf-compiler protoc re2c elfutils-dev libstdc++-dev upx upx-ucl"
  ).split(" "),
);

/** Headers come as -dev, -devel, -headers; these that end alike are no headers. */
const NOT_HEADERS: ReadonlySet<string> = new Set(["udev", "eudev", "libudev", "systemd-dev", "apt-dev", "webdev", "hwdata-dev"]);
const HEADERS = /^[a-z0-9][a-z0-9+._-]{0,100}-(?:dev|devel|headers)(?:-?[a-z0-9.]{1,12})?$/;
const VERSIONED =
  /^(?:gcc|g\+\+|clang|llvm|lld|golang|python3?\.\d{1,2}-dev|linux-headers)-?[0-9.]{0,8}(?:-(?:dev|devel|go|generic))?$|^(?:gcc|go|llvm|rust)-toolset\b/;
const JDK =
  /^(?:java-[0-9.]{1,6}-(?:openjdk|amazon-corretto)-devel|temurin-\d{1,2}-jdk|zulu-?\d{1,2}-jdk|msopenjdk-\d{1,2}|openjdk-?\d{1,2}-jdk)/;

/** What a package is for, when that is building. */
export function buildPackage(name: string): "build tool" | "headers" | null {
  const plain = name.toLowerCase().split(/[=:<>~@]/, 1)[0] ?? "";
  if (plain.length > 120) return null;
  if (NOT_HEADERS.has(plain)) return null;
  if (HEADERS.test(plain) && !/^(?:java-|python3?-devel$)/.test(plain)) return "headers";
  if (BUILD_PACKAGES.has(plain) || VERSIONED.test(plain) || JDK.test(plain)) return "build tool";
  return null;
}

/** Version control in a build stage is normal, in a shipped one it is a way to fetch and to leak; listed with the build tools above too. */
export const VERSION_CONTROL: ReadonlySet<string> = new Set([
  "git",
  "git-core",
  "git-lfs",
  "subversion",
  "mercurial",
  "cvs",
  "bzr",
]);

/** Packages that a serving container does not need: editors, remote shells, network and debug tools. */
export const NEEDLESS_PACKAGES: ReadonlyMap<
  string,
  "editor" | "remote access" | "privilege" | "network tool" | "debugger" | "documentation" | "desktop"
> = new Map([
  ...list("editor", "vim vim-tiny vim-enhanced vim-minimal neovim nano emacs emacs-nox joe micro mcedit ed"),
  ...list(
    "remote access",
    "ssh openssh openssh-server openssh-client openssh-clients openssh-sftp-server sshd dropbear telnet telnetd inetutils-telnet busybox-extras rsh-client rsh-server ftp vsftpd lftp tftp xrdp tigervnc-standalone-server x11vnc",
  ),
  ...list("privilege", "sudo doas"),
  ...list(
    "network tool",
    "netcat netcat-openbsd netcat-traditional nmap nmap-ncat ncat socat tcpdump tshark wireshark-common iputils-ping iputils iproute2 net-tools dnsutils bind-tools bind-utils bind9-utils traceroute mtr mtr-tiny iftop iperf iperf3 hping3 whois",
  ),
  ...list("debugger", "gdb gdbserver strace ltrace lsof htop top atop iotop sysstat perf linux-perf valgrind screen tmux"),
  ...list("documentation", "man-db manpages man-pages groff info texinfo"),
  ...list("desktop", "xserver-xorg xorg ubuntu-desktop gnome-core xfce4"),
]);

function list<Kind extends string>(kind: Kind, names: string): (readonly [string, Kind])[] {
  return names.split(" ").map((name) => [name, kind] as const);
}

/** Programs that, as PID 1 or above the app, do not pass SIGTERM on as they should, and what they do instead. */
export const WRAPPERS: ReadonlyMap<string, string> = new Map([
  ["npm", "starts the app through a shell and exits by itself with an error: the app's handler may never run"],
  ["npx", "starts the app through a shell and exits by itself with an error: the app's handler may never run"],
  ["yarn", "starts the app as a child and does not wait for it to drain"],
  ["yarnpkg", "starts the app as a child and does not wait for it to drain"],
  ["pnpm", "starts the app as a child and does not wait for it to drain"],
  ["pnpx", "starts the app as a child and does not wait for it to drain"],
  ["bunx", "starts the app as a child"],
  ["corepack", "starts a package manager, which starts the app as a child"],
  ["nodemon", "a development watcher: restarts the app, and is not made to stop it cleanly"],
  ["ts-node-dev", "a development watcher"],
  ["tsnd", "a development watcher"],
  ["pm2", "starts a daemon and leaves; pm2-runtime is made for containers"],
  ["forever", "starts a daemon that outlives its own process"],
  ["supervisord", "stops its children only when each is configured for it, and stays alive when they die"],
  ["foreman", "runs several processes through shells"],
  ["honcho", "runs several processes through shells"],
  ["overmind", "runs several processes in tmux"],
  ["concurrently", "runs several processes through shells"],
  ["npm-run-all", "runs several processes through npm"],
  ["run-p", "runs several processes through npm"],
  ["poetry", "poetry run starts the app as a child where exec is not possible"],
  ["pipenv", "pipenv run starts the app as a child where exec is not possible"],
  ["mvn", "builds and starts the app as a child"],
  ["mvnw", "builds and starts the app as a child"],
  ["gradle", "builds and starts the app as a child of a daemon"],
  ["gradlew", "builds and starts the app as a child of a daemon"],
  ["make", "starts the recipe through a shell"],
  ["watchexec", "a development watcher"],
  ["watchmedo", "a development watcher"],
  ["air", "a development watcher"],
  ["reflex", "a development watcher"],
]);

/** Programs that stay above the app, which they start with settings or files that they fetch, and the verbs by which they do; none: always. */
export const RUNNERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["doppler", ["run"]],
  ["infisical", ["run"]],
  ["op", ["run"]],
  ["chamber", ["exec"]],
  ["aws-vault", ["exec"]],
  ["vals", ["exec"]],
  ["teller", ["run"]],
  ["envconsul", []],
  ["consul-template", []],
  ["dotenvx", ["run"]],
  ["dotenv", []],
  ["cross-env", []],
  ["cross-env-shell", []],
  ["litefs", ["mount"]],
]);

/** Arguments that make a wrapper of a program that otherwise is none: `bun run start`, `deno task`. */
export const WRAPPER_SUBCOMMANDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["bun", new Set(["run", "start", "dev"])],
  ["deno", new Set(["task"])],
  ["cargo", new Set(["run", "watch"])],
  ["go", new Set(["run"])],
  ["dotnet", new Set(["run", "watch"])],
  ["uv", new Set(["run"])],
  ["node", new Set(["--run", "--watch"])],
]);

export const SHELLS: ReadonlySet<string> = new Set([
  "sh",
  "bash",
  "ash",
  "dash",
  "zsh",
  "ksh",
  "busybox",
  "cmd",
  "cmd.exe",
  "powershell",
  "pwsh",
]);

/** Small inits for PID 1: they reap children and pass signals on. */
export const INITS: ReadonlySet<string> = new Set([
  "tini",
  "tini-static",
  "dumb-init",
  "docker-init",
  "catatonit",
  "s6-svscan",
  "s6-overlay",
  "init",
  "my_init",
  "runit",
  "pid1",
  "pm2-runtime",
  "multirun",
  "horust",
]);

/** Programs that give up root and then run the command. */
export const PRIVILEGE_DROPPERS: ReadonlySet<string> = new Set([
  "gosu",
  "su-exec",
  "setpriv",
  "chpst",
  "setuidgid",
  "s6-setuidgid",
  "su",
  "sudo",
  "runuser",
  "capsh",
  "chroot",
  "doas",
  "step-down",
  "fixuid",
  "entrypoint-su-exec",
]);

/** A server made for development, recognised by its program and by what must follow on the command line. */
export interface DevelopmentServer {
  readonly program: string;
  /** Every entry must occur among the arguments, "a|b" is a choice; none: the program alone. */
  readonly needs: readonly string[];
  readonly name: string;
}
export const DEVELOPMENT_SERVERS: readonly DevelopmentServer[] = [
  { program: "flask", needs: ["run"], name: "Flask's development server" },
  { program: "manage.py", needs: ["runserver"], name: "Django's development server" },
  { program: "django-admin", needs: ["runserver"], name: "Django's development server" },
  { program: "uvicorn", needs: ["--reload"], name: "uvicorn with reload" },
  { program: "gunicorn", needs: ["--reload"], name: "gunicorn with reload" },
  { program: "hypercorn", needs: ["--reload"], name: "hypercorn with reload" },
  { program: "fastapi", needs: ["dev"], name: "FastAPI's development mode" },
  { program: "http.server", needs: [], name: "Python's http.server" },
  { program: "SimpleHTTPServer", needs: [], name: "Python's SimpleHTTPServer" },
  { program: "nodemon", needs: [], name: "nodemon" },
  { program: "ts-node-dev", needs: [], name: "ts-node-dev" },
  { program: "tsnd", needs: [], name: "ts-node-dev" },
  { program: "tsx", needs: ["watch"], name: "tsx watch" },
  { program: "node", needs: ["--watch|--watch-path"], name: "node --watch" },
  { program: "bun", needs: ["--watch|--hot"], name: "bun with reload" },
  { program: "deno", needs: ["--watch|--watch-hmr"], name: "deno with reload" },
  { program: "vite", needs: [], name: "Vite's development server" },
  { program: "next", needs: ["dev"], name: "next dev" },
  { program: "nuxt", needs: ["dev"], name: "nuxt dev" },
  { program: "nuxi", needs: ["dev"], name: "nuxt dev" },
  { program: "astro", needs: ["dev"], name: "astro dev" },
  { program: "remix", needs: ["dev"], name: "remix dev" },
  { program: "gatsby", needs: ["develop"], name: "gatsby develop" },
  { program: "ng", needs: ["serve"], name: "Angular's development server" },
  { program: "vue-cli-service", needs: ["serve"], name: "Vue's development server" },
  { program: "react-scripts", needs: ["start"], name: "Create React App's development server" },
  { program: "webpack-dev-server", needs: [], name: "webpack-dev-server" },
  { program: "webpack", needs: ["serve"], name: "webpack-dev-server" },
  { program: "parcel", needs: ["serve|watch"], name: "Parcel's development server" },
  { program: "nest", needs: ["start"], name: "nest start" },
  { program: "php", needs: ["-S"], name: "PHP's built-in server" },
  { program: "artisan", needs: ["serve"], name: "Laravel's development server" },
  { program: "symfony", needs: ["serve|server:start"], name: "Symfony's local server" },
  { program: "go", needs: ["run"], name: "go run" },
  { program: "air", needs: [], name: "air" },
  { program: "cargo", needs: ["run|watch"], name: "cargo run" },
  { program: "dotnet", needs: ["run|watch"], name: "dotnet run" },
  { program: "mvn", needs: ["spring-boot:run|quarkus:dev|jetty:run"], name: "a Maven development run" },
  { program: "mvnw", needs: ["spring-boot:run|quarkus:dev|jetty:run"], name: "a Maven development run" },
  { program: "gradle", needs: ["bootRun|run|quarkusDev"], name: "a Gradle development run" },
  { program: "gradlew", needs: ["bootRun|run|quarkusDev"], name: "a Gradle development run" },
  { program: "jekyll", needs: ["serve"], name: "jekyll serve" },
  { program: "hugo", needs: ["server"], name: "hugo server" },
];

const DEVELOPMENT_PROGRAMS: ReadonlySet<string> = new Set(DEVELOPMENT_SERVERS.map(({ program }) => program));

function basename(word: string): string {
  return word.slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1);
}

/** The development server that a command line starts, looked for behind interpreters and wrappers; null when none is. */
export function developmentServer(words: readonly string[]): DevelopmentServer | null {
  const seen = words.length > 64 ? words.slice(0, 64) : words;
  for (let at = 0; at < seen.length; at++) {
    const name = basename(seen[at] ?? "");
    const program = name.includes(".") ? name.replace(/\.(?:js|mjs|cjs|exe|cmd)$/, "") : name;
    if (!DEVELOPMENT_PROGRAMS.has(program)) continue;
    for (const server of DEVELOPMENT_SERVERS) {
      if (server.program !== program) continue;
      const rest = seen.slice(at + 1);
      if (program === "vite" && rest.some((argument) => argument === "preview" || argument === "build")) continue;
      if (server.needs.every((need) => need.split("|").some((choice) => rest.includes(choice)))) return server;
    }
  }
  return null;
}

/** Programs that health checks use to ask, and what a yes of theirs means. */
export const PROBE_TOOLS: ReadonlyMap<string, "http" | "tcp" | "process" | "protocol" | "blind"> = new Map([
  ...list("http" as const, "curl wget http httpie xh grpc_health_probe grpcurl"),
  ...list("tcp" as const, "nc ncat netcat telnet nmap wait-for-it wait-for-it.sh wait-for dockerize"),
  ...list("process" as const, "pgrep pidof ps pidstat kill killall5 systemctl service supervisorctl"),
  ...list(
    "protocol" as const,
    "pg_isready psql mysqladmin mysql mariadb mariadb-admin healthcheck.sh redis-cli valkey-cli mongosh mongo rabbitmq-diagnostics rabbitmqctl kafka-topics.sh kafka-broker-api-versions.sh nodetool cqlsh etcdctl ldapsearch mosquitto_sub nats openssl dig php-fpm-healthcheck cgi-fcgi",
  ),
  ...list("blind" as const, "true : exit echo sleep ls cat test [ stat date"),
]);
