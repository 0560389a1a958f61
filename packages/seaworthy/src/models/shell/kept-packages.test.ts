import { describe, expect, it } from "vitest";
import { keptPackages } from "./kept-packages.js";
import { offsetsFrom } from "./offsets.js";
import { installsOf } from "./packages.js";
import { parseScript } from "./parse.js";

function kept(text: string): string[] {
  const script = parseScript(text, offsetsFrom(0));
  return keptPackages({ script, installs: installsOf(script) }).map(({ name }) => name);
}

describe("keptPackages", () => {
  it("keeps what nothing removes", () => {
    expect(kept("apt-get update && apt-get install -y gcc make && rm -rf /var/lib/apt/lists/*")).toEqual(["gcc", "make"]);
    expect(kept("npm install left-pad")).toEqual([]);
  });
  it.each([
    "apk add --no-cache --virtual .deps gcc musl-dev && make && apk del .deps",
    "apk add --virtual=.deps gcc && apk del --purge .deps",
    "apk add -t .deps gcc && apk --no-cache del .deps",
    "apt-get install -y gcc && make && apt-get purge -y --auto-remove gcc",
    "apt-get install -y $BUILD_DEPS && make && apt-get remove --purge -y $BUILD_DEPS",
    "savedAptMark=\"$(apt-mark showmanual)\"; apt-get install -y gcc; make; apt-mark auto '.*' > /dev/null; apt-mark manual $savedAptMark; apt-get purge -y --auto-remove -o APT::AutoRemove::RecommendsImportant=false",
    "yum install -y gcc-c++ && make && yum remove -y gcc-c++",
  ])("not what is removed again: %s", (text) => {
    expect(kept(text)).toEqual([]);
  });
  it.each([
    ["apk add --virtual .deps gcc && apk add tini && apk del .deps", ["tini"]],
    ["apt-get install -y gcc libpq5 && apt-get purge -y gcc", ["libpq5"]],
    ["apt-get purge -y gcc && apt-get install -y gcc", ["gcc"]],
    ["apt-get install -y gcc && apt-get autoremove -y", ["gcc"]],
    ["apk add gcc -t .deps make && apk del other", ["gcc", "make"]],
  ])("removal counts for its own and for what came before: %s", (text, left) => {
    expect(kept(text)).toEqual(left);
  });
});
