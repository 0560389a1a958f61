/**
 * Formats of credentials as data: what gitleaks calls a rule, so that tables can be compared. The expressions are our own,
 * written from what the providers document of their prefixes and lengths. Each is linear: bounded repeats, none nested,
 * and a look-behind that lets a match start only once in a run of its own characters.
 */
export const SOURCE = "the providers' documentation of their token formats; shape of the data after gitleaks (MIT)";
export const AS_OF = "2026-11-23";

export interface SecretRule {
  readonly id: string;
  readonly description: string;
  /** Source of a JavaScript regular expression, flags `gd` (and `i` when `anyCase`). */
  readonly regex: string;
  readonly anyCase?: boolean;
  /** Lower case; a text without any of them is not searched. */
  readonly keywords: readonly string[];
  /** Least Shannon entropy of the secret, in bits a character. */
  readonly entropy?: number;
  /** The group that is the secret; 0 when left out. */
  readonly secretGroup?: number;
}

const START = "(?<![A-Za-z0-9_-])";
const END = "(?![A-Za-z0-9_-])";

/** A token that its own prefix gives away. */
function prefixed(id: string, description: string, prefix: string, rest: string, entropy = 2.5): SecretRule {
  const literal = prefix.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return { id, description, regex: `${START}${literal}${rest}${END}`, keywords: [prefix.toLowerCase()], entropy };
}

/** A token without a prefix, known by the setting it is given to. `name` must end a setting's name. */
function assigned(
  id: string,
  description: string,
  name: string,
  value: string,
  keywords: readonly string[],
  entropy = 3,
): SecretRule {
  return {
    id,
    description,
    regex: `${name}["']?[ \\t]{0,4}(?:=>|:=|[:=]|[ \\t])[ \\t]{0,4}["']?(${value})(?![A-Za-z0-9_/+=-])`,
    anyCase: true,
    keywords,
    entropy,
    secretGroup: 1,
  };
}

export const SECRET_RULES: readonly SecretRule[] = [
  {
    id: "aws-access-key-id",
    description: "AWS access key id",
    regex: "(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])",
    keywords: ["akia", "asia", "abia", "acca"],
    entropy: 2.5,
  },
  assigned("aws-secret-access-key", "AWS secret access key", "secret_?(?:access_?)?key", "[A-Za-z0-9/+]{40}", ["secret"], 3.5),
  prefixed("aws-bedrock-api-key", "Amazon Bedrock API key", "ABSK", "[A-Za-z0-9+/]{100,300}={0,2}", 3),
  prefixed("gcp-api-key", "Google API key", "AIza", "[A-Za-z0-9_-]{35}", 3),
  prefixed("gcp-oauth-client-secret", "Google OAuth client secret", "GOCSPX-", "[A-Za-z0-9_-]{28}", 3),
  prefixed("gcp-oauth-access-token", "Google OAuth access token", "ya29.", "[A-Za-z0-9_-]{30,500}", 3),
  {
    id: "gcp-service-account",
    description: "Google service account key",
    regex: '"private_key_id"[ \\t]{0,4}:[ \\t]{0,4}"([0-9a-f]{40})"',
    keywords: ["private_key_id"],
    secretGroup: 1,
  },
  {
    id: "azure-storage-key",
    description: "Azure storage account key",
    regex: "AccountKey=([A-Za-z0-9+/]{86}==)",
    anyCase: true,
    keywords: ["accountkey="],
    entropy: 3.5,
    secretGroup: 1,
  },
  {
    id: "azure-shared-access-key",
    description: "Azure Service Bus or Event Hubs key",
    regex: "SharedAccessKey=([A-Za-z0-9+/]{43}=)",
    anyCase: true,
    keywords: ["sharedaccesskey="],
    entropy: 3.5,
    secretGroup: 1,
  },
  {
    id: "azure-sas-signature",
    description: "Azure shared access signature",
    regex: "[?&]sig=([A-Za-z0-9%]{43,120}(?:%3D|=))",
    anyCase: true,
    keywords: ["sig="],
    entropy: 3.5,
    secretGroup: 1,
  },
  {
    id: "azure-ad-client-secret",
    description: "Microsoft Entra client secret",
    regex: "(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])",
    keywords: ["q~"],
    entropy: 3,
  },
  {
    id: "azure-devops-token",
    description: "Azure DevOps personal access token",
    regex: `${START}[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}${END}`,
    keywords: ["azdo"],
    entropy: 3,
  },
  {
    id: "github-token",
    description: "GitHub token",
    regex: `${START}gh[pousr]_[A-Za-z0-9]{36,255}${END}`,
    keywords: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"],
    entropy: 3,
  },
  prefixed("github-fine-grained-token", "GitHub fine-grained token", "github_pat_", "[A-Za-z0-9_]{82}", 3),
  prefixed(
    "gitlab-token",
    "GitLab personal access token",
    "glpat-",
    "[A-Za-z0-9_-]{20,64}(?:\\.[0-9a-z]{2}\\.[0-9a-z]{7,10})?",
    3,
  ),
  {
    id: "gitlab-other-token",
    description: "GitLab token",
    regex: `${START}gl(?:dt|rt|ptt|cbt|oas|agent|soat|ft|imt|rtr|ffct)-[A-Za-z0-9_-]{20,80}${END}`,
    keywords: ["gldt-", "glrt-", "glptt-", "glcbt-", "gloas-", "glagent-", "glsoat-", "glft-", "glimt-", "glrtr-", "glffct-"],
    entropy: 3,
  },
  {
    id: "bitbucket-token",
    description: "Atlassian or Bitbucket token",
    regex: `${START}AT(?:ATT|CTT|BB)[A-Za-z0-9_=-]{20,255}(?![A-Za-z0-9_=-])`,
    keywords: ["atatt", "atctt", "atbb"],
    entropy: 3.5,
  },
  {
    id: "slack-token",
    description: "Slack token",
    regex: `${START}xox[abeoprs]-(?:[0-9]{1,13}-){0,3}[A-Za-z0-9-]{10,255}${END}`,
    keywords: ["xoxa-", "xoxb-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-"],
    entropy: 2.5,
  },
  prefixed("slack-app-token", "Slack app-level token", "xapp-", "[0-9]-[A-Z0-9]{6,20}-[0-9]{6,20}-[a-f0-9]{32,128}", 3),
  {
    id: "slack-webhook",
    description: "Slack webhook",
    regex: "hooks\\.slack\\.com/(?:services|workflows)/([A-Za-z0-9+/]{40,80})(?![A-Za-z0-9+/])",
    keywords: ["hooks.slack.com"],
    secretGroup: 1,
  },
  {
    id: "discord-webhook",
    description: "Discord webhook",
    regex: "discord(?:app)?\\.com/api/webhooks/[0-9]{17,20}/([A-Za-z0-9_-]{60,80})(?![A-Za-z0-9_-])",
    keywords: ["/api/webhooks/"],
    secretGroup: 1,
  },
  {
    id: "discord-bot-token",
    description: "Discord bot token",
    regex: `${START}[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40}${END}`,
    keywords: ["discord"],
    entropy: 3.5,
  },
  {
    id: "telegram-bot-token",
    description: "Telegram bot token",
    regex: `${START}[0-9]{8,10}:AA[A-Za-z0-9_-]{33}${END}`,
    keywords: [":aa"],
    entropy: 3,
  },
  {
    id: "teams-webhook",
    description: "Microsoft Teams webhook",
    regex: "[a-z0-9]{1,40}\\.webhook\\.office\\.com/webhookb2/([A-Za-z0-9@-]{30,90}/IncomingWebhook/[a-z0-9]{32})",
    keywords: ["webhook.office.com"],
    secretGroup: 1,
  },
  {
    id: "stripe-key",
    description: "Stripe secret key",
    regex: `${START}[sr]k_(?:live|test|prod)_[A-Za-z0-9]{16,99}${END}`,
    keywords: ["sk_live_", "sk_test_", "sk_prod_", "rk_live_", "rk_test_", "rk_prod_"],
    entropy: 2.5,
  },
  prefixed("stripe-webhook-secret", "Stripe webhook signing secret", "whsec_", "[A-Za-z0-9+/]{32,64}=?", 3),
  {
    id: "square-token",
    description: "Square access token",
    regex: `${START}(?:EAAA[A-Za-z0-9_-]{60}|sq0(?:atp|csp)-[A-Za-z0-9_-]{22,43})${END}`,
    keywords: ["eaaa", "sq0atp-", "sq0csp-"],
    entropy: 3,
  },
  {
    id: "shopify-token",
    description: "Shopify token",
    regex: `${START}shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}${END}`,
    keywords: ["shpat_", "shpca_", "shppa_", "shpss_"],
    entropy: 2.5,
  },
  {
    id: "paypal-braintree-token",
    description: "Braintree access token",
    regex: `${START}access_token\\$production\\$[a-z0-9]{16}\\$[a-f0-9]{32}`,
    keywords: ["access_token$production$"],
  },
  prefixed("npm-token", "npm access token", "npm_", "[A-Za-z0-9]{36}", 3),
  {
    id: "npm-auth",
    description: "npm registry credential",
    regex: ":_(?:authToken|auth|password)[ \\t]{0,4}=[ \\t]{0,4}[\"']?([^\\s\"']{8,512})",
    keywords: [":_auth", ":_password"],
    entropy: 2.5,
    secretGroup: 1,
  },
  prefixed("pypi-token", "PyPI token", "pypi-AgEIcHlwaS5vcmc", "[A-Za-z0-9_-]{50,1000}", 3),
  prefixed("pypi-test-token", "TestPyPI token", "pypi-AgENdGVzdC5weXBpLm9yZw", "[A-Za-z0-9_-]{50,1000}", 3),
  prefixed("rubygems-token", "RubyGems API key", "rubygems_", "[a-f0-9]{48}"),
  prefixed("crates-io-token", "crates.io token", "cio", "[A-Za-z0-9]{32}", 3.5),
  prefixed("nuget-key", "NuGet API key", "oy2", "[a-z0-9]{43}", 3),
  prefixed("clojars-token", "Clojars token", "CLOJARS_", "[a-z0-9]{60}", 3),
  prefixed("docker-hub-token", "Docker Hub access token", "dckr_pat_", "[A-Za-z0-9_-]{27,40}", 3),
  prefixed("docker-hub-org-token", "Docker Hub organisation token", "dckr_oat_", "[A-Za-z0-9_-]{27,64}", 3),
  {
    id: "docker-config-auth",
    description: "registry credential of a Docker config",
    regex: '"auth"[ \\t]{0,4}:[ \\t]{0,4}"([A-Za-z0-9+/]{12,512}={0,2})"',
    keywords: ['"auth"'],
    entropy: 3,
    secretGroup: 1,
  },
  prefixed("sendgrid-key", "SendGrid API key", "SG.", "[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}", 3),
  prefixed("mailgun-key", "Mailgun API key", "key-", "[a-f0-9]{32}", 3),
  {
    id: "mailchimp-key",
    description: "Mailchimp API key",
    regex: `${START}[a-f0-9]{32}-us[0-9]{1,2}${END}`,
    keywords: ["-us"],
    entropy: 3,
  },
  prefixed("brevo-key", "Brevo API key", "xkeysib-", "[a-f0-9]{64}-[A-Za-z0-9]{16}", 3),
  prefixed("resend-key", "Resend API key", "re_", "[A-Za-z0-9]{8}_[A-Za-z0-9]{24}", 3),
  {
    id: "twilio-key",
    description: "Twilio API key",
    regex: "(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])",
    keywords: ["sk"],
    entropy: 3,
  },
  assigned("twilio-auth-token", "Twilio auth token", "twilio_?auth_?token", "[0-9a-f]{32}", ["twilio"]),
  {
    id: "openai-key",
    description: "OpenAI API key",
    regex: `${START}sk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{40,200}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})${END}`,
    keywords: ["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-none-", "t3blbkfj"],
    entropy: 3,
  },
  {
    id: "anthropic-key",
    description: "Anthropic API key",
    regex: `${START}sk-ant-(?:api|admin|oat)[0-9]{2}-[A-Za-z0-9_-]{80,120}${END}`,
    keywords: ["sk-ant-"],
    entropy: 3,
  },
  prefixed("openrouter-key", "OpenRouter API key", "sk-or-v1-", "[a-f0-9]{64}", 3),
  prefixed("huggingface-token", "Hugging Face token", "hf_", "[A-Za-z]{34}", 3),
  prefixed("huggingface-org-token", "Hugging Face organisation token", "api_org_", "[A-Za-z]{34}", 3),
  prefixed("replicate-token", "Replicate token", "r8_", "[A-Za-z0-9]{37}", 3),
  prefixed("groq-key", "Groq API key", "gsk_", "[A-Za-z0-9]{52}", 3),
  prefixed("perplexity-key", "Perplexity API key", "pplx-", "[A-Za-z0-9]{48}", 3),
  prefixed("xai-key", "xAI API key", "xai-", "[A-Za-z0-9]{80}", 3),
  prefixed("langsmith-key", "LangSmith API key", "lsv2_", "(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}", 3),
  {
    id: "digitalocean-token",
    description: "DigitalOcean token",
    regex: `${START}do[opr]_v1_[a-f0-9]{64}${END}`,
    keywords: ["dop_v1_", "doo_v1_", "dor_v1_"],
    entropy: 3,
  },
  prefixed("fly-token", "Fly.io token", "FlyV1 ", "fm[12][a-z]?_[A-Za-z0-9+/=,_-]{80,2000}", 3),
  assigned(
    "cloudflare-token",
    "Cloudflare API token or key",
    "(?:cloudflare|cf)_?(?:dns_?)?(?:api_?)?(?:token|key)",
    "[A-Za-z0-9_-]{37,40}",
    ["cloudflare", "cf_"],
    3.5,
  ),
  prefixed("cloudflare-origin-ca-key", "Cloudflare origin CA key", "v1.0-", "[a-f0-9]{24}-[a-f0-9]{146}", 3),
  prefixed("heroku-token", "Heroku API key", "HRKU-AA", "[A-Za-z0-9_-]{58}", 3),
  assigned("heroku-key", "Heroku API key", "heroku_?api_?key", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", [
    "heroku",
  ]),
  prefixed("netlify-token", "Netlify token", "nfp_", "[A-Za-z0-9]{36,40}", 3),
  prefixed("vercel-blob-token", "Vercel Blob token", "vercel_blob_rw_", "[A-Za-z0-9]{16}_[A-Za-z0-9]{30}", 3),
  prefixed("supabase-token", "Supabase access token", "sbp_", "[a-f0-9]{40}", 3),
  prefixed("supabase-secret-key", "Supabase secret key", "sb_secret_", "[A-Za-z0-9_-]{31}", 3),
  prefixed("planetscale-password", "PlanetScale password", "pscale_pw_", "[A-Za-z0-9=._-]{32,64}", 3),
  prefixed("planetscale-token", "PlanetScale token", "pscale_tkn_", "[A-Za-z0-9=._-]{32,64}", 3),
  prefixed("databricks-token", "Databricks token", "dapi", "[a-f0-9]{32}(?:-[0-9])?", 3),
  prefixed("doppler-token", "Doppler token", "dp.", "(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9._-]{40,60}", 3),
  {
    id: "vault-token",
    description: "HashiCorp Vault token",
    regex: `${START}hv[sbr]\\.[A-Za-z0-9_-]{24,300}${END}`,
    keywords: ["hvs.", "hvb.", "hvr."],
    entropy: 3,
  },
  {
    id: "terraform-cloud-token",
    description: "HCP Terraform token",
    regex: `${START}[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70}`,
    keywords: [".atlasv1."],
    entropy: 3.5,
  },
  prefixed("pulumi-token", "Pulumi token", "pul-", "[a-f0-9]{40}"),
  {
    id: "grafana-token",
    description: "Grafana token",
    regex: `${START}gl(?:sa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}|c_[A-Za-z0-9+/]{32,400}={0,3})(?![A-Za-z0-9_+/=-])`,
    keywords: ["glsa_", "glc_"],
    entropy: 3,
  },
  prefixed("newrelic-key", "New Relic user key", "NRAK-", "[A-Z0-9]{27}"),
  {
    id: "newrelic-license-key",
    description: "New Relic licence key",
    regex: `${START}[a-f0-9]{36}NRAL${END}`,
    keywords: ["nral"],
  },
  assigned("datadog-key", "Datadog API key", "(?:dd|datadog)_?(?:api|app|application)_?key", "[a-f0-9]{32}(?:[a-f0-9]{8})?", [
    "dd_",
    "datadog",
  ]),
  {
    id: "sentry-token",
    description: "Sentry token",
    regex: `${START}sntry[su]_[A-Za-z0-9+/=_-]{40,300}`,
    keywords: ["sntrys_", "sntryu_"],
    entropy: 3,
  },
  prefixed("sonar-token", "SonarQube token", "sq", "[apu]_[a-f0-9]{40}", 3),
  prefixed("snyk-token", "Snyk token", "snyk_", "(?:uat|sat)\\.[a-z0-9]{8}\\.[A-Za-z0-9._-]{60,120}", 3),
  prefixed("postman-key", "Postman API key", "PMAK-", "[a-f0-9]{24}-[a-f0-9]{34}", 3),
  prefixed("linear-key", "Linear API key", "lin_api_", "[A-Za-z0-9]{40}"),
  {
    id: "notion-token",
    description: "Notion token",
    regex: `${START}(?:ntn_[0-9]{11}[A-Za-z0-9]{35}|secret_[A-Za-z0-9]{43})${END}`,
    keywords: ["ntn_", "secret_"],
    entropy: 3.5,
  },
  prefixed("airtable-token", "Airtable token", "pat", "[A-Za-z0-9]{14}\\.[a-f0-9]{64}", 3),
  prefixed("figma-token", "Figma token", "figd_", "[A-Za-z0-9_-]{38,44}", 3),
  prefixed("dropbox-token", "Dropbox token", "sl.", "[A-Za-z0-9_-]{130,1500}", 3),
  prefixed("mapbox-secret-token", "Mapbox secret token", "sk.eyJ", "[A-Za-z0-9_-]{40,300}\\.[A-Za-z0-9_-]{22}", 3),
  prefixed("artifactory-key", "JFrog Artifactory key", "AKCp", "[A-Za-z0-9]{66,80}", 3),
  prefixed("1password-service-token", "1Password service account token", "ops_eyJ", "[A-Za-z0-9+/]{250,2000}={0,2}", 3),
  prefixed("age-key", "age secret key", "AGE-SECRET-KEY-1", "[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}"),
  prefixed("prefect-key", "Prefect API key", "pnu_", "[A-Za-z0-9]{36}", 3),
  prefixed("infisical-token", "Infisical service token", "st.", "[0-9a-f-]{24,36}\\.[0-9a-f]{32}\\.[0-9a-f]{32}", 3),
  {
    id: "facebook-token",
    description: "Facebook access token",
    regex: `${START}EAA[A-Z][A-Za-z0-9]{90,300}${END}`,
    keywords: ["eaa"],
    entropy: 3.5,
  },
  {
    id: "jwt",
    description: "JSON web token",
    regex: `${START}eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{16,1000}`,
    keywords: ["eyj"],
    entropy: 3,
  },
  {
    id: "private-key",
    description: "private key",
    regex:
      "-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\\\\[nr]|[\\s\"'+\\\\]){0,60}(?:[A-Za-z0-9+/]{16}|Proc-Type:|Version:|Comment:)",
    keywords: ["private key"],
  },
  {
    id: "putty-key",
    description: "PuTTY private key",
    regex: "PuTTY-User-Key-File-[0-9]: [a-z0-9-]{3,40}",
    keywords: ["putty-user-key-file"],
  },
  {
    id: "url-password",
    description: "password in a URL",
    regex:
      "(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\\s:/@'\"<>$?#[\\]]{0,64}:([^\\s@/'\"<>?#[\\]]{3,200})@(?!(?:localhost|127\\.0\\.0\\.1|\\[::1\\]|0\\.0\\.0\\.0)(?![A-Za-z0-9.-]))",
    keywords: ["://"],
    secretGroup: 1,
  },
  {
    id: "url-query-password",
    description: "password in a URL",
    regex: "(?<=[?&])password=([^&\\s\"';$%{}<>]{3,200})",
    anyCase: true,
    keywords: ["?password=", "&password="],
    secretGroup: 1,
  },
  {
    id: "connection-string-password",
    description: "password in a connection string",
    regex:
      "(?:server|data source|host|addr|database|user id|uid|username|accountname)[ ]?=[^;'\"\\r\\n]{1,200};(?:[^;'\"\\r\\n]{0,200};){0,12}[ ]?(?:password|pwd)[ ]?=[ ]?([^;'\"\\s]{3,200})",
    anyCase: true,
    keywords: ["password", "pwd"],
    secretGroup: 1,
  },
  {
    id: "authorization-header",
    description: "credential in an Authorization header",
    regex: "authorization[\"']?[ ]?[:=][ ]?[\"']?(?:bearer|basic|token)[ ]{1,3}([A-Za-z0-9+/_.=~-]{12,2000})",
    anyCase: true,
    keywords: ["authorization"],
    entropy: 3,
    secretGroup: 1,
  },
  {
    id: "curl-user",
    description: "password on curl's command line",
    regex: "(?<![A-Za-z0-9_-])curl[ ][^\\r\\n|;&]{0,300}?[ ](?:-u|--user)[ =]?[\"']?[^\\s:\"'$]{1,64}:([^\\s\"'$]{3,128})",
    keywords: ["curl"],
    secretGroup: 1,
  },
  {
    id: "netrc-password",
    description: "password of a netrc entry",
    regex:
      "(?<![A-Za-z0-9])machine[ \\t]{1,8}[^\\s]{1,120}\\s{1,8}login\\s{1,8}[^\\s]{1,120}\\s{1,8}password\\s{1,8}([^\\s]{3,200})",
    keywords: ["machine"],
    secretGroup: 1,
  },
];
