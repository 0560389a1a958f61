import { describe, expect, test } from "vitest";
import { buildsOf } from "./builds.js";
import { offsetsFrom } from "./offsets.js";
import { parseScript } from "./parse.js";

const tools = (text: string) => buildsOf(parseScript(text, offsetsFrom(0))).map(({ ecosystem, tool }) => `${ecosystem}: ${tool}`);

describe("builds", () => {
  test.each([
    ["npm run build", "node: npm run build"],
    ["npm --prefix web run build:prod", "node: npm run build:prod"],
    ["yarn build", "node: yarn run build"],
    ["yarn workspace app build", "node: yarn run build"],
    ["pnpm --filter app run build", "node: pnpm run build"],
    ["pnpm exec tsc -p .", "node: tsc"],
    ["npx next build", "node: next build"],
    ["./node_modules/.bin/vite build", "node: vite build"],
    ["bun run build", "node: bun run build"],
    ["CGO_ENABLED=0 go build -o app ./cmd/app", "go: go build"],
    ["cargo +nightly build --release", "rust: cargo build"],
    ["./mvnw -B -DskipTests clean package", "jvm: mvn package"],
    ["gradle :app:bootJar --no-daemon", "jvm: gradle :app:bootJar"],
    ["dotnet publish -c Release -o out", "dotnet: dotnet publish"],
    ["bundle exec rake assets:precompile", "ruby: rake assets:precompile"],
    ["SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile", "ruby: rails assets:precompile"],
    ["python manage.py collectstatic --noinput", "python: manage.py collectstatic"],
    ["make -j4", "native: make -j4"],
    ["cmake --build build", "native: cmake --build"],
    ["gcc -O2 -o x x.c", "native: gcc"],
    ["mix do deps.get, compile", "elixir: mix compile"],
    ["docker-php-ext-install pdo_mysql", "php: docker-php-ext-install"],
  ])("%s", (text, expected) => expect(tools(text)).toEqual([expected]));

  test.each([
    "npm start",
    "npm run dev",
    "npm run build:watch",
    "npm test",
    "npm install",
    "npx prisma migrate deploy",
    "next start",
    "vite preview",
    "tsc --watch",
    "webpack serve",
    "go run .",
    "go install x.y/z@v1",
    "mvn dependency:go-offline",
    "gradle bootRun",
    "dotnet app.dll",
    "dotnet run",
    "make run",
    "gcc --version",
    "composer dump-autoload -o",
    "apt-get install -y make gcc",
    "echo make",
  ])("%s builds nothing", (text) => expect(tools(text)).toEqual([]));

  test("only what compiles needs a compiler", () => {
    const compiles = (text: string) => buildsOf(parseScript(text, offsetsFrom(0))).map((build) => build.compiles);
    expect(compiles("npm run build; bundle exec rails assets:precompile; go build; make")).toEqual([false, false, true, true]);
  });
});
