/** What a config says of a registry. */
export interface RegistrySettings {
  /** Asked before it, in order: hosts, with `http://` where they speak no TLS. */
  readonly mirrors?: readonly string[];
  /** Plain http and certificates that nobody signed are taken. */
  readonly insecure?: boolean;
}
