import { packageOf } from "../../models/package/sketch.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-tools-in-image.js";

const program = { mode: 0o755, size: 1 };

testRule(rule, {
  image: {
    yes: [
      {},
      { files: { "/usr/bin/python3": program, "/usr/local/bin/node": program } },
      {
        packages: [
          packageOf("deb", "libc6"),
          packageOf("deb", "binutils-common"),
          packageOf("deb", "python3-pip"),
          packageOf("npm", "gcc"),
        ],
      },
      {
        title: "no program: a folder, data, a library",
        image: { files: { "/usr/share/make": "", "/opt/x/gcc/readme": "", "/usr/bin/cc": { mode: 0o644 } } },
      },
      {
        title: "inside of packages",
        image: {
          files: { "/app/node_modules/.bin/ninja": program, "/usr/lib/python3/dist-packages/cmake/data/bin/cmake": program },
        },
      },
      { title: "headers alone are another rule's", image: { packages: [packageOf("deb", "libssl-dev")] } },
      {
        title: "a JDK is another rule's",
        image: { packages: [packageOf("deb", "openjdk-21-jdk-headless")], files: { "/usr/bin/javac": program } },
      },
      { title: "a link to nowhere", image: { files: { "/usr/bin/gcc": { type: "symlink", target: "gcc-12" } } } },
    ],
    no: [
      {
        image: { packages: [packageOf("deb", "gcc-12", { path: "/var/lib/dpkg/status" }), packageOf("deb", "make")] },
        because: "gcc-12",
      },
      { packages: [packageOf("apk", "build-base")] },
      { packages: [packageOf("rpm", "gcc-c++")] },
      {
        image: { files: { "/usr/bin/gcc": { type: "symlink", target: "gcc-12" }, "/usr/bin/gcc-12": program } },
        at: ["/usr/bin/gcc"],
      },
      { image: { files: { "/usr/share/dotnet/sdk/8.0.100/dotnet.dll": "" } }, because: "an SDK", at: ["/usr/share/dotnet/sdk"] },
      { files: { "/usr/local/cargo/bin/rustc": program } },
      {
        image: {
          files: { "/opt/maven/bin/mvn": { ...program, layer: 1 } },
          layers: [0, 1].map((index) => ({
            index,
            diffId: `sha256:${index}`,
            digest: null,
            size: 1,
            bytes: 1,
            files: 1,
            createdBy: index === 1 ? "COPY maven /opt/maven # buildkit" : null,
            fromBase: null,
          })),
        },
        because: "made by COPY maven /opt/maven",
      },
    ],
    unknown: [{ unread: [{ layer: 2, path: null, because: "it ends in the middle" }] }],
    "n/a": [{ platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
});
