/** Takes values that must not be told out of a text. */
export type Mask = (text: string) => string;

/** Shorter ones stand in any text by chance. */
const SHORTEST = 4;
const MASKED = "[masked]";

/** Masks values in the forms in which programs write them: as they are, in URLs, in JSON, in base64. */
export function maskOf(values: Iterable<string>): Mask {
  const forms = new Set([...values].flatMap((value) => formsOf(value)));
  if (forms.size === 0) return (text) => text;
  // The longest first: one value may be the beginning of another.
  const sorted = [...forms].sort((a, b) => b.length - a.length);
  const any = new RegExp(sorted.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
  return (text) => text.replace(any, MASKED);
}

/** The forms of one value; none where it is too short to be told from chance. */
export function formsOf(value: string): readonly string[] {
  if (value.length < SHORTEST) return [];
  return [...new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), base64(value)])];
}

function base64(value: string): string {
  // What follows it in a longer text changes the last characters.
  const whole = btoa(String.fromCharCode(...new TextEncoder().encode(value)));
  return whole.replace(/.?=+$/, "");
}
