import { RUNTIME_LIBRARY } from "./interest.js";

/** Last names of files that tell of packages of languages. */
const TELLING =
  /(?:^(?:METADATA|PKG-INFO|package\.json|installed\.json|release|OTP_VERSION)|\.(?:egg-info|egg|jar|war|ear|gemspec|deps\.json))$/;
/** Folders below which distributions put no programs. */
const NO_PROGRAMS = /^\/(?:usr\/(?:share|include|src|lib\/locale)|etc|var|boot|lib\/modules|usr\/lib\/modules)\//;

/**
 * Whether a path that a package of the system owns is worth remembering: it may be a program or tell of packages itself. All other
 * paths, nearly all there are, are never asked about.
 */
export function worthOwning(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (TELLING.test(name)) return true;
  if (NO_PROGRAMS.test(path)) return false;
  if (/\/(?:s?bin|libexec|games)\//.test(path)) return true;
  return !name.includes(".") || RUNTIME_LIBRARY.test(name);
}
