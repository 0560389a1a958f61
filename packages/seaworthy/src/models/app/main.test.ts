import { describe, expect, it } from "vitest";
import { readApp } from "./read.js";

function entry(files: Record<string, string>): string | null {
  return readApp({ root: ".", files: Object.keys(files), read: (path) => files[path] ?? null, start: null, shipped: null }).entry;
}

describe("where a program starts", () => {
  const java = "src/main/java/shop";
  const POM = { "pom.xml": "<project></project>" };

  it("is the only class of Java or file of Kotlin with a main", () => {
    const main = "class Shop { public static void main(final String... args) { run(); } }";
    expect(entry({ ...POM, [`${java}/Order.java`]: "class Order {}", [`${java}/Shop.java`]: main })).toBe(`${java}/Shop.java`);
    expect(entry({ ...POM, [`${java}/Shop.kt`]: "fun main(args: Array<String>) { run() }" })).toBe(`${java}/Shop.kt`);
    expect(entry({ ...POM, [`${java}/Shop.java`]: `// ${main}\nclass Shop {}` })).toBeNull();
    expect(entry({ ...POM, [`${java}/Shop.java`]: 'class Shop { String a = "static void main("; }' })).toBeNull();
  });

  it("is Spring Boot's application among several", () => {
    const tool = "class Import { public static void main(String[] a) {} }";
    const app = "@SpringBootApplication\nclass Shop { public static void main(String[] a) {} }";
    expect(entry({ ...POM, [`${java}/Import.java`]: tool, [`${java}/Shop.java`]: app })).toBe(`${java}/Shop.java`);
    expect(entry({ ...POM, [`${java}/Import.java`]: tool, [`${java}/Again.java`]: tool })).toBeNull();
    const built = "class Shop { public static void main(String[] a) { new SpringApplicationBuilder().run(a); } }";
    expect(entry({ ...POM, [`${java}/Import.java`]: tool, [`${java}/Shop.java`]: built })).toBe(`${java}/Shop.java`);
  });

  it("is Go's package main by whatever name its file has", () => {
    const mod = { "go.mod": "module a\n" };
    expect(entry({ ...mod, "app.go": "package main\n\nfunc main() {\n}\n", "x/x.go": "package x\n" })).toBe("app.go");
    expect(entry({ ...mod, "app.go": "package app\n\nfunc main() {\n}\n" })).toBeNull();
    const two = { "cmd/a/a.go": "package main\nfunc main() {}\n", "cmd/b/b.go": "package main\nfunc main() {}\n" };
    expect(entry({ ...mod, ...two })).toBeNull();
  });

  it("is the __main__ of the only Python package that has one", () => {
    const requirements = { "requirements.txt": "flask\n" };
    expect(entry({ ...requirements, "shop/__init__.py": "", "shop/__main__.py": "run()\n" })).toBe("shop/__main__.py");
    expect(entry({ ...requirements, "a/__main__.py": "run()\n", "b/__main__.py": "run()\n" })).toBeNull();
  });
});
