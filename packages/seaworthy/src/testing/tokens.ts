/** A token of that form, made up at run time, so that no scanner takes a test for a leak. */
export function token(prefix: string, length: number, alphabet = "aB3dE5fG7hJ9kLmN0pQrStUvWxYz"): string {
  let text = prefix;
  for (let at = 0; at < length; at++) text += alphabet.charAt((at * 11 + length) % alphabet.length);
  return text;
}

export const HEX = "0a1b2c3d4e5f6789";

/** The beginning of a private key, and one line of it. */
export const PRIVATE_KEY = `-----BEGIN ${"RSA PRIVATE"} KEY-----\n${token("MIIE", 60)}\n`;
