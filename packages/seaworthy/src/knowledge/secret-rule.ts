export interface SecretRule {
  readonly id: string;
  readonly description: string;
  /** Source of a JavaScript regular expression, flags `gd` (and `i` when `anyCase`). */
  readonly regex: string;
  readonly anyCase?: boolean;
  /** Lower case; a text without any of them is not searched. */
  readonly keywords: readonly string[];
  /** A text without it holds no match either. */
  readonly besides?: string;
  /** Least Shannon entropy of the secret, in bits a character. */
  readonly entropy?: number;
  /** The group that is the secret; 0 when left out. */
  readonly secretGroup?: number;
  /** Each keyword is how a match begins. */
  readonly leads?: true;
  /** The longest match in characters where it is more than 400. */
  readonly reach?: number;
  /**
   * What a match in a file of any kind is worth. `open`: often made to be seen, in pages that browsers get. `weak`: known by the words
   * around it alone, which manuals and code have too. Left out: the format itself tells.
   */
  readonly kind?: "open" | "weak";
}

export const START = "(?<![A-Za-z0-9_-])";
export const END = "(?![A-Za-z0-9_-])";

/** A token that its own prefix gives away. */
export function prefixed(id: string, description: string, prefix: string, rest: string, entropy = 2.5): SecretRule {
  const literal = prefix.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return { id, description, regex: `${START}${literal}${rest}${END}`, keywords: [prefix.toLowerCase()], entropy, leads: true };
}

/** A token without a prefix, known by the setting it is given to. `name` must end a setting's name. */
export function assigned(
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
    kind: "weak",
  };
}
