export const SOURCE = "the images' own Dockerfiles (docker-library and the projects' repositories)";
export const AS_OF = "2026-11-23";

/**
 * The ENV of well-known base images by familiar name, apart from PATH; a last `*` stands for any end. An image that is not here may set anything.
 */
const VARIABLES: Readonly<Record<string, string>> = {
  alpine: "",
  debian: "",
  ubuntu: "LANG LC_ALL",
  busybox: "",
  centos: "",
  "rockylinux/rockylinux": "LANG",
  rockylinux: "LANG",
  almalinux: "LANG",
  fedora: "DISTTAG FGC container",
  archlinux: "LANG",
  amazonlinux: "",
  node: "NODE_* YARN_*",
  python: "LANG GPG_KEY PYTHON*",
  golang: "GO*",
  ruby: "LANG RUBY* GEM_HOME BUNDLE_* GEM_*",
  rust: "RUSTUP_HOME CARGO_HOME RUST_VERSION",
  php: "PHP* GPG_KEYS APACHE_* HTTPD_*",
  nginx: "NGINX_* NJS_* PKG_RELEASE DYNPKG_RELEASE ACME_*",
  httpd: "HTTPD_*",
  redis: "REDIS_* GOSU_*",
  "eclipse-temurin": "JAVA_* LANG LANGUAGE LC_ALL",
  openjdk: "JAVA_* LANG LC_ALL",
  maven: "MAVEN_* JAVA_* LANG LANGUAGE LC_ALL",
  gradle: "GRADLE_* JAVA_* LANG LANGUAGE LC_ALL",
};

/** Whether an image sets a variable: by its table row; null when the table does not know the image. */
export function baseSets(image: string, variable: string): boolean | null {
  const row = Object.hasOwn(VARIABLES, image) ? VARIABLES[image] : undefined;
  if (row === undefined) return null;
  if (variable === "PATH") return true;
  return row
    .split(" ")
    .some((name) => (name.endsWith("*") ? name.length > 1 && variable.startsWith(name.slice(0, -1)) : name === variable));
}
