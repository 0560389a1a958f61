/** Where a file lies, as far as that tells whose it is and what for. */
export interface FilePlace {
  /** Of a package, a runtime or the distribution: what is in it was published. */
  readonly packaged: boolean;
  /** A test, an example, a manual. */
  readonly sample: boolean;
  readonly kind: "settings" | "script" | "code" | "page" | "prose" | "other";
}

const PACKAGED =
  /\/(?:node_modules|bower_components|site-packages|dist-packages|vendor|gems|pkg\/mod|\.cargo|\.rustup|\.m2|\.gradle)\/|\/lib(?:64)?\/(?:python|ruby|perl5?|node|jvm|go|php|erlang)[\d.]*\/|^\/(?:usr\/(?:share|lib|lib32|lib64|libexec|include|src)|usr\/local\/(?:go|lib|include|share)|lib|lib64|opt\/(?:conda|java|yarn-[^/]{1,40}|google-cloud-sdk|bitnami))\/|\.(?:dist-info|egg-info)\//;
const SAMPLE =
  /\/(?:tests?|__tests__|testing|testdata|test_data|certdata|specs?|fixtures?|examples?|samples?|demos?|docs?|documentation|man|info|help|mocks?|__mocks__|e2e|testsuite|lib2to3)\/|(?:^|[/._-])(?:tests?|spec|example|sample|demo|snakeoil)(?=[/._-])[^/]*$|\/(?:readme|changelog|changes|history|news|copyright|metadata|pkg-info)[^/]{0,40}$/i;
/** The stand-ins that packages of distributions make for a server that has no certificate yet: they guard nothing. */
const STAND_INS = /^\/etc\/(?:ssl\/private\/ssl-cert-snakeoil\.key|pki\/tls\/private\/localhost\.key)$/;

const SETTINGS =
  /\.(?:env|ya?ml|json|toml|ini|conf|cfg|cnf|config|properties|xml|plist|service|tfvars|tfstate|netrc|npmrc|yarnrc|pypirc|desktop|list|sources)$|\/(?:\.env[^/]{0,60}|\.?netrc|_netrc|config|credentials|\.[a-z][\w-]{1,30}rc|\.git-credentials|\.dockercfg|\.s3cfg|\.boto)$/i;
const SCRIPT =
  /\.(?:sh|bash|zsh|fish|ps1|bat|cmd|mk)$|\/(?:Dockerfile|Containerfile|Makefile|Jenkinsfile|Vagrantfile|[^/]{0,40}entrypoint[^/]{0,20})$|\/\.(?:bash|zsh|sh)_?history$/i;
const CODE =
  /\.(?:py|rb|php|java|kt|scala|go|rs|cs|c|cc|cpp|h|hpp|pl|pm|ex|exs|erl|lua|swift|ts|tsx|mts|cts|sql|groovy|clj|jsp|erb)$/i;
const PAGE = /\.(?:js|mjs|cjs|jsx|css|html?|map|svg|wasm|vue|svelte)$/i;
const PROSE =
  /\.(?:md|markdown|rst|adoc|txt|pod|\d|tex|po|pot|properties\.example)$|\/(?:license|licence|authors|notice)[^/]{0,20}$/i;

/** @param path absolute, as in the image. */
export function placeOfFile(path: string): FilePlace {
  const known = path.length > 1000 ? path.slice(-1000) : path;
  const kind = SETTINGS.test(known)
    ? "settings"
    : SCRIPT.test(known)
      ? "script"
      : CODE.test(known)
        ? "code"
        : PAGE.test(known)
          ? "page"
          : PROSE.test(known)
            ? "prose"
            : "other";
  return { packaged: PACKAGED.test(known), sample: SAMPLE.test(known), kind };
}

/** A key that guards nothing, by its path. */
export function isStandIn(path: string): boolean {
  return STAND_INS.test(path);
}
