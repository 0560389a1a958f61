import { describe, expect, test } from "vitest";
import { confirms, recommends } from "./confirmations.js";
import { offsetsFrom } from "./offsets.js";
import { installsOf, unpinned } from "./packages.js";
import { parseScript } from "./parse.js";

const installs = (text: string, env: Record<string, string | null> = {}) => {
  const known = new Map(Object.entries(env));
  return installsOf(parseScript(text, offsetsFrom(0)), { env: (name) => known.get(name) });
};
const packages = (text: string) =>
  installs(text).flatMap((install) =>
    install.packages.map(({ name, version }) => (version === null ? name : `${name} ${version}`)),
  );
const only = (text: string, env?: Record<string, string | null>) => {
  const [install] = installs(text, env);
  if (install === undefined) throw new Error(`no install in ${text}`);
  return install;
};

describe("the packages that a command names", () => {
  test.each([
    [
      "apt-get -o Dpkg::Use-Pty=0 install -yqq -t bookworm-backports curl=8.1 git/bookworm g++ vim- ./x.deb",
      ["curl 8.1", "git bookworm", "g++", "./x.deb"],
    ],
    ['apt-get install -y "nodejs=$V" $PKGS $(cat list)', ["nodejs $V", "$PKGS", "$(cat list)"]],
    ["apt-get update; apt-get remove x; apt-cache policy y", []],
    [
      "apk --no-cache --repository https://x/edge add -t .deps gcc=1 'make~4' 'jq<2' py3@edge !foo",
      ["gcc 1", "make ~4", "jq <2", "py3"],
    ],
    ["apk add --virtual .build-deps $PHPIZE_DEPS", ["$PHPIZE_DEPS"]],
    ["apk del x", []],
    [
      "yum -y install httpd-2.4.6-97.el7.x86_64 gcc-c++ java-17-openjdk glibc-32bit --enablerepo epel",
      ["httpd 2.4.6-97.el7.x86_64", "gcc-c++", "java-17-openjdk", "glibc-32bit"],
    ],
    ["dnf module install -y nodejs:18/common", ["nodejs 18"]],
    ["dnf -y group install 'Development Tools'", ["Development Tools"]],
    ["microdnf install --setopt install_weak_deps=0 tar-1.30", ["tar 1.30"]],
    ["zypper -n install -t pattern devel 'x>=1'", ["devel", "x >=1"]],
    ["pacman -Syu --noconfirm git", ["git"]],
    [
      "npm install -g --loglevel error @s/x@1.2 y ./z user/repo#v1 git+https://h/r.git",
      ["@s/x 1.2", "y", "./z", "user/repo v1", "git+https://h/r.git"],
    ],
    ["npm install --unsafe-perm true --registry https://r x", ["x"]],
    ["npm run install; npm test", []],
    ["yarn global add serve@14 && yarn add x", ["serve 14", "x"]],
    [
      "pip install -i https://i --extra-index-url=https://j -c c.txt 'a>=1' b==2 c[d]==3 'e; python_version<\"3\"' f~=1",
      ["a >=1", "b 2", "c 3", "e", "f ~=1"],
    ],
    ["python3 -m pip install git+https://u@h/r.git@v1#egg=r ./x.whl", ["git+https://u@h/r.git v1", "./x.whl"]],
    ["python3 script.py -m pip install x", []],
    ["uv pip install --system a==1; uv tool install ruff@0.4", ["a 1", "ruff 0.4"]],
    [
      "uv pip install --system --python-preference system --index https://i --index-strategy unsafe-best-match a==1 -r r.txt",
      ["a 1"],
    ],
    ["poetry add x@^1 y", ["x ^1", "y"]],
    ["conda install -y -c conda-forge -n base python=3.11 conda-forge::numpy", ["python 3.11", "numpy"]],
    ["go install x.y/z@v1 && go install ./cmd/... && go get a.b/c", ["x.y/z v1", "./cmd/...", "a.b/c"]],
    ["go run a.b/c@v1 serve", ["a.b/c v1"]],
    ["cargo install --locked --version 1.2 sccache", ["sccache 1.2"]],
    ["cargo +nightly install x@2", ["x 2"]],
    ["gem install rails -v 7.1 --no-document", ["rails 7.1"]],
    ["gem install a:1 b -- --with-x y", ["a 1", "b"]],
    ["composer require vendor/a:^1 vendor/b 2.0 vendor/c", ["vendor/a ^1", "vendor/b 2.0", "vendor/c"]],
    ["dotnet tool install --global dotnet-ef --version 8.0.1", ["dotnet-ef 8.0.1"]],
    ["deno install -g npm:cowsay@1 jsr:@std/http", ["npm:cowsay 1", "jsr:@std/http"]],
    ["sudo env A=b apt-get install -y x", ["x"]],
    ["xargs -r apt-get install -y < list", []],
  ])("%s", (text, expected) => expect(packages(text)).toEqual(expected));
});

describe("manifest, lockfile and development dependencies", () => {
  test.each([
    ["npm ci", "package.json package-lock.json", true, false],
    ["npm ci --omit=dev", "package.json package-lock.json", true, true],
    ["npm ci --only production", "package.json package-lock.json", true, true],
    ["npm install --production=false", "package.json package-lock.json", false, false],
    ["NODE_ENV=production npm ci", "package.json package-lock.json", true, true],
    ["export NODE_ENV=production && npm i", "package.json package-lock.json", false, true],
    ["NODE_ENV=production npm ci --include=dev", "package.json package-lock.json", true, false],
    ["NODE_ENV=$X npm ci", "package.json package-lock.json", true, null],
    ["npm --prefix ./client ci", "client/package.json client/package-lock.json", true, false],
    ["yarn --frozen-lockfile --production", "package.json yarn.lock", true, true],
    ["yarn install --immutable", "package.json yarn.lock", true, false],
    ["yarn install --pure-lockfile", "package.json yarn.lock", false, false],
    ["yarn workspaces focus --all --production", "package.json yarn.lock", null, true],
    ["pnpm install --frozen-lockfile --prod", "package.json pnpm-lock.yaml", true, true],
    ["pnpm i --no-frozen-lockfile", "package.json pnpm-lock.yaml", false, false],
    ["pnpm fetch --prod", "pnpm-lock.yaml", true, true],
    ["pnpm --filter app deploy --prod /out", "package.json pnpm-lock.yaml", null, true],
    ["npx -y pnpm@9 i --frozen-lockfile", "package.json pnpm-lock.yaml", true, false],
    ["bun install --frozen-lockfile --production", "package.json bun.lock", true, true],
    ["pip install -r requirements.txt", "requirements.txt", null, null],
    ["pip3.11 install --require-hashes -r r/prod.txt", "r/prod.txt", true, null],
    ["pip install -e ./lib .", "pyproject.toml lib/pyproject.toml", false, null],
    ["pipenv install --deploy --system", "Pipfile Pipfile.lock", true, true],
    ["pipenv install --dev", "Pipfile Pipfile.lock", false, false],
    ["poetry install --only main --no-root", "pyproject.toml poetry.lock", null, true],
    ["poetry install --without dev,test", "pyproject.toml poetry.lock", null, true],
    ["poetry install", "pyproject.toml poetry.lock", null, false],
    ["uv sync --locked --no-dev", "pyproject.toml uv.lock", true, true],
    ["uv sync", "pyproject.toml uv.lock", false, false],
    ["uv sync $UV_OPTIONS $groups", "pyproject.toml uv.lock", null, null],
    ["uv sync --frozen --no-dev $groups", "pyproject.toml uv.lock", true, true],
    ["npm install ${FLAGS}", "package.json package-lock.json", null, null],
    ["npm ci --prefix $HOME/app", "$HOME/app/package.json $HOME/app/package-lock.json", true, false],
    ["go mod download", "go.mod go.sum", true, null],
    ["go build -mod=mod -o app .", "go.mod go.sum", false, null],
    ["cargo build --release --locked", "Cargo.toml Cargo.lock", true, null],
    ["xx-cargo build --release --locked", "Cargo.toml Cargo.lock", true, null],
    ["cargo chef cook --recipe-path r.json", "r.json", false, null],
    ["./mvnw -B -f app/pom.xml dependency:go-offline", "app/pom.xml", null, null],
    ["gradle -p app build -x test", "app/build.gradle", null, null],
    ["bundle install --without development test", "Gemfile Gemfile.lock", false, true],
    [
      "bundle config set --local deployment true && bundle config set without 'development test' && bundle install",
      "Gemfile Gemfile.lock",
      true,
      true,
    ],
    ["BUNDLE_FROZEN=1 BUNDLE_WITHOUT=development bundle", "Gemfile Gemfile.lock", true, true],
    ["php composer.phar install --no-dev", "composer.json composer.lock", null, true],
    ["composer update", "composer.json composer.lock", false, false],
    ["dotnet restore src/a.csproj --locked-mode", "src/a.csproj", true, null],
    ["mix deps.get --only prod", "mix.exs mix.lock", null, true],
    ["deno cache --frozen main.ts", "deno.json deno.lock", true, null],
  ])("%s", (text, manifests, frozen, production) => {
    const install = only(text);
    expect(install.manifests.join(" ")).toBe(manifests);
    expect([install.frozen, install.production]).toEqual([frozen, production]);
  });

  test("the environment before the script counts", () => {
    expect(only("npm ci", { NODE_ENV: "production" }).production).toBe(true);
    expect(only("npm ci", { NODE_ENV: null }).production).toBeNull();
    expect(only("bundle install", { BUNDLE_DEPLOYMENT: "1", BUNDLE_WITHOUT: "development" })).toMatchObject({
      frozen: true,
      production: true,
    });
  });

  test.each([
    "npm -v",
    "yarn build",
    "yarn --version",
    "pip freeze",
    "mvn --version",
    "gradle --version",
    "bundle exec rake",
    "dotnet publish --no-restore",
    "go version",
    "cargo --version",
    "gem update --system",
  ])("%s installs nothing", (text) => expect(installs(text)).toEqual([]));
});

describe("pins", () => {
  const open = (text: string) => installs(text).flatMap((install) => unpinned(install).map(({ name }) => name));
  test.each([
    ["npm i -g a@latest b@1", ["a"]],
    ["pip install a -c constraints.txt", []],
    ["pip install git+https://h/r.git ./x", ["git+https://h/r.git"]],
    ["apt-get install -y a=1 b ./c.deb", ["b"]],
    ["dnf -y group install X", []],
  ])("%s", (text, expected) => expect(open(text)).toEqual(expected));
});

describe("questions and recommendations of system managers", () => {
  test.each([
    ["apt-get install -yq x", true],
    ["apt-get install -qq x", true],
    ["apt-get -q install -q x", true],
    ["apt-get install -o APT::Get::Assume-Yes=true x", true],
    ["apt-get install -q x", false],
    ["yum install x", false],
    ["zypper --non-interactive in x", true],
    ["apk add x", null],
  ])("%s", (text, expected) => expect(confirms(only(text))).toBe(expected));

  test("recommended packages", () => {
    expect(recommends(only("apt-get install -y --no-install-recommends x"))).toBe(false);
    expect(recommends(only("apt-get -o APT::Install-Recommends=0 install x"))).toBe(false);
    expect(recommends(only("apt-get install x"))).toBe(true);
    expect(recommends(only("apk add x"))).toBeNull();
  });
});
