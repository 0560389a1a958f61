import { hinted } from "../core/hinted.js";
import { remembered } from "../core/kept.js";

/** Files that hold credentials, by name. */
export const SOURCE = "the tools' own documentation of where they keep credentials";
export const AS_OF = "2026-11-23";

/** Base names that hold a credential whenever they exist. */
const CERTAIN: ReadonlySet<string> = new Set(
  ".env id_rsa id_dsa id_ecdsa id_ecdsa_sk id_ed25519 id_ed25519_sk .netrc _netrc .git-credentials .pgpass .my.cnf .mylogin.cnf .htpasswd .dockercfg .s3cfg .boto .vault-token .terraformrc credentials.tfrc.json application_default_credentials.json service-account.json serviceaccount.json service_account.json master.key secret_token.rb secrets.yml.key credentials.yml.key kubeconfig .ppk".split(
    " ",
  ),
);
/** Base names that often do, and often do not. */
const POSSIBLE: ReadonlySet<string> = new Set(
  ".npmrc .yarnrc .yarnrc.yml .pypirc pip.conf nuget.config settings.xml gradle.properties credentials credentials.json credentials.yml credentials.xml client_secret.json client_secrets.json secrets.json secrets.yml secrets.yaml secret.yml secret.yaml secrets.toml .secrets auth.json token.json password.txt passwords.txt wp-config.php database.yml terraform.tfvars terraform.tfstate .flaskenv .envrc config.json key.json firebase-adminsdk.json keystore.jks".split(
    " ",
  ),
);
const CERTAIN_PATHS = hinted(
  ".aws/ .ssh/ .docker/ .kube/ .config/ .azure/ .cargo/ .gem/ .composer/ .m2/ .gnupg/ run/secrets/",
  () =>
    /(?:^|\/)(?:\.aws\/credentials|\.ssh\/id_[a-z0-9_]{2,20}|\.docker\/config\.json|\.kube\/config|\.config\/gcloud\/[^/]{1,80}\.(?:json|db)|\.azure\/(?:accesstokens\.json|msal_token_cache\.(?:json|bin))|\.config\/gh\/hosts\.ya?ml|\.cargo\/credentials(?:\.toml)?|\.gem\/credentials|\.composer\/auth\.json|\.m2\/settings-security\.xml|\.gnupg\/(?:private-keys-v1\.d\/[^/]{1,120}|secring\.gpg)|run\/secrets\/[^/]{1,120})$/,
);
const TEMPLATE =
  /(?:^|[._-])(?:example|examples|sample|template|tmpl|tpl|dist|defaults?|schema|test|tests|ci|vault|enc|encrypted|sops|age|gpg)(?:[._-]|$)/;
const ACCOUNT = hinted("account adminsdk", () => /(?:service|firebase)[-_]?(?:account|adminsdk)[a-z0-9_-]{0,60}\.json$/);
const ENV_FILE = /^(?:\.env(?:[._-][a-z0-9._-]{1,60})?|[a-z0-9_-]{1,60}\.env)$/;
const PUBLIC_PEM =
  /(?:^|[._-])(?:ca|cacert|cacerts|ca-bundle|ca-certificates|bundle|chain|fullchain|root|rootca|intermediate|cert|certs|certificate|public|pub|pubkey|crt|dhparams?|rds|global)(?:[._-]|\d|$)/;
const KEY_PEM = /(?:^|[._-])(?:key|keys|privkey|private|priv|secret|rsa|sign|signing)(?:[._-]|\d|$)/;
const KEY_EXTENSION = /\.(?:key|p12|pfx|jks|keystore|bcfks|ppk|kdbx|ovpn|agekey|asc\.key|tfvars|tfstate)$/;

/**
 * Whether a file of this path holds credentials: `secret` by its name alone, `maybe` when only its content can tell, else `no`.
 * `path` has forward slashes. Templates (`.env.example`) and public certificates are `no`.
 */
export const secretFile = remembered((path: string): "secret" | "maybe" | "no" => {
  const lower = path.toLowerCase().slice(-600);
  const base = lower.slice(lower.lastIndexOf("/") + 1);
  if (base.endsWith(".pub") || base.endsWith(".crt") || base.endsWith(".cer") || base.endsWith(".csr")) return "no";
  if (CERTAIN_PATHS.test(lower)) return "secret";
  if (ENV_FILE.test(base)) {
    if (TEMPLATE.test(base.replace(/^\.env/, ""))) return "no";
    return base.startsWith(".env") && base !== ".env.d.ts" ? "secret" : "maybe";
  }
  if (CERTAIN.has(base)) return "secret";
  if (POSSIBLE.has(base)) return "maybe";
  if (base.endsWith(".pem") || base.endsWith(".der")) {
    if (KEY_PEM.test(base.slice(0, -4))) return "secret";
    return PUBLIC_PEM.test(base.slice(0, -4)) ? "no" : "maybe";
  }
  if (KEY_EXTENSION.test(base))
    return TEMPLATE.test(base) ? "no" : /\.(?:p12|pfx|ppk|kdbx|agekey)$/.test(base) ? "secret" : "maybe";
  if (ACCOUNT.test(base)) return TEMPLATE.test(base) ? "no" : "secret";
  return "no";
});
