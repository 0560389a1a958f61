import { kept } from "../../core/kept.js";
import type { Image } from "./image.js";

/** The files that tell of accounts: what a rule that asks here must declare. */
export const ACCOUNT_FILES: readonly string[] = ["/etc/passwd", "/etc/group", "/etc/shadow"];

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
  /** 1-based line of the file. */
  readonly line: number;
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly line: number;
}

/** The lines of passwd that name an account; null where the image has no such file. Blank, broken and comment lines are no accounts. */
export const accountsOf: (image: Image) => readonly Account[] | null = kept((image) => {
  const text = image.text("/etc/passwd");
  if (text === null) return null;
  return rows(text).flatMap(({ fields, line }) => {
    const [name = "", , uid = "", gid = "", , home = "", shell = ""] = fields;
    return name !== "" && isNumber(uid) ? [{ name, uid: Number(uid), gid: Number(gid || 0), home, shell, line }] : [];
  });
});

/** The lines of group that name a group; null where the image has no such file. */
export function groupsOf(image: Image): readonly Group[] | null {
  const text = image.text("/etc/group");
  if (text === null) return null;
  return rows(text).flatMap(({ fields: [name = "", , gid = ""], line }) =>
    name !== "" && isNumber(gid) ? [{ name, gid: Number(gid), line }] : [],
  );
}

/** The accounts whose field for the password is empty: of shadow, and of passwd itself, where most have an `x`. */
export function passwordless(image: Image): readonly { readonly name: string; readonly file: string; readonly line: number }[] {
  return ["/etc/shadow", "/etc/passwd"].flatMap((file) =>
    rows(image.text(file) ?? "").flatMap(({ fields: [name = "", password], line }) =>
      name !== "" && password === "" ? [{ name, file, line }] : [],
    ),
  );
}

function rows(text: string): readonly { readonly fields: readonly string[]; readonly line: number }[] {
  return text
    .split("\n")
    .map((line, index) => ({ fields: line.replace(/\r$/, "").split(":"), line: index + 1 }))
    .filter(({ fields }) => fields.length >= 3 && !fields[0]?.startsWith("#"));
}

function isNumber(text: string): boolean {
  return /^\d{1,10}$/.test(text);
}

/** Who an image runs as, by its configuration and its own passwd. */
export type ImageUser =
  | { readonly uid: number; readonly written: string; readonly name: string | null }
  /** A name that is not in passwd, or one that cannot be looked up. */
  | { readonly uid: null; readonly written: string; readonly because: "no passwd" | "not in passwd" | "unread" };

/** The user of USER as an engine resolves it: empty is uid 0, a number is one, a name is looked up; a group behind `:` does not matter. */
export function userOf(image: Image): ImageUser {
  const written = image.config.user;
  const user = (written.split(":")[0] ?? "").trim();
  const accounts = accountsOf(image);
  if (user === "") return { uid: 0, written, name: "root" };
  // An account may have a number for its name; engines look for the name first.
  const found = accounts?.find(({ name }) => name === user);
  if (found) return { uid: found.uid, written, name: found.name };
  if (isNumber(user)) {
    const uid = Number(user);
    return { uid, written, name: accounts?.find((one) => one.uid === uid)?.name ?? null };
  }
  if (accounts !== null) return { uid: null, written, because: "not in passwd" };
  const unread = image.files.resolve("/etc/passwd") !== null || image.unread.length > 0 || image.form === "rootfs";
  // Without a passwd engines know root alone.
  if (!unread && user === "root") return { uid: 0, written, name: "root" };
  return { uid: null, written, because: unread ? "unread" : "no passwd" };
}
