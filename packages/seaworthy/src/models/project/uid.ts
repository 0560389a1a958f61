/** Whether a USER, `user:` or runAsUser value is uid 0, in every spelling; null when a variable is not known. The group does not matter. */
export function isRootUser(written: string): boolean | null {
  const user = (written.split(":")[0] ?? "").trim();
  if (user.includes("$")) return null;
  if (user === "") return true;
  return user.toLowerCase() === "root" || /^0+$/.test(user);
}
