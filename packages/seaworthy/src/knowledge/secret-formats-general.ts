import { type SecretRule, START } from "./secret-rule.js";

/** Forms that are no one's own: keys, tokens, passwords where they usually stand. */
export const GENERAL_SECRETS: readonly SecretRule[] = [
  {
    id: "jwt",
    description: "JSON web token",
    regex: `${START}eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{16,1000}`,
    keywords: ["eyj"],
    entropy: 3,
    reach: 7100,
    leads: true,
    kind: "open",
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
    leads: true,
  },
  {
    id: "url-password",
    description: "password in a URL",
    regex:
      "(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\\s:/@'\"<>$?#[\\]]{0,64}:([^\\s@/'\"<>?#[\\]]{3,200})@(?!(?:localhost|127\\.0\\.0\\.1|\\[::1\\]|0\\.0\\.0\\.0)(?![A-Za-z0-9.-]))",
    keywords: ["://"],
    besides: "@",
    secretGroup: 1,
    kind: "weak",
  },
  {
    id: "url-query-password",
    description: "password in a URL",
    regex: "(?<=[?&])password=([^&\\s\"';$%{}<>]{3,200})",
    anyCase: true,
    keywords: ["?password=", "&password="],
    secretGroup: 1,
    kind: "weak",
  },
  {
    id: "connection-string-password",
    description: "password in a connection string",
    regex:
      "(?:server|data source|host|addr|database|user id|uid|username|accountname)[ ]?=[^;'\"\\r\\n]{1,200};(?:[^;'\"\\r\\n]{0,200};){0,12}[ ]?(?:password|pwd)[ ]?=[ ]?([^;'\"\\s]{3,200})",
    anyCase: true,
    keywords: ["password", "pwd"],
    secretGroup: 1,
    kind: "weak",
    reach: 3200,
  },
  {
    id: "authorization-header",
    description: "credential in an Authorization header",
    regex: "authorization[\"']?[ ]?[:=][ ]?[\"']?(?:bearer|basic|token)[ ]{1,3}([A-Za-z0-9+/_.=~-]{12,2000})",
    anyCase: true,
    keywords: ["authorization"],
    entropy: 3,
    secretGroup: 1,
    kind: "weak",
    reach: 2100,
  },
  {
    id: "curl-user",
    description: "password on curl's command line",
    regex: "(?<![A-Za-z0-9_-])curl(?=[ ])[^\\r\\n|;&]{0,300}?[ ](?:-u|--user)[ =]?[\"']?[^\\s:\"'$]{1,64}:([^\\s\"'$]{3,128})",
    keywords: ["curl"],
    secretGroup: 1,
    kind: "weak",
  },
  {
    id: "netrc-password",
    description: "password of a netrc entry",
    regex:
      "(?<![A-Za-z0-9])machine[ \\t]{1,8}[^\\s]{1,120}\\s{1,8}login\\s{1,8}[^\\s]{1,120}\\s{1,8}password\\s{1,8}([^\\s]{3,200})",
    keywords: ["machine"],
    secretGroup: 1,
    kind: "weak",
  },
];
