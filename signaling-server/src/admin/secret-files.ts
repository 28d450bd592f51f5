/**
 * Secrets in files, as container systems hand them over: `X_FILE` names the file that holds `X`.
 * Every setting with such a sibling is a secret.
 */
import { readFileSync } from 'node:fs';

type Variables = Readonly<Record<string, string | undefined>>;

const SUFFIX = '_FILE';

/** The settings that are secrets. */
export const secretsAmong = (settings: readonly string[]): readonly string[] =>
  settings.filter((name) => settings.includes(name + SUFFIX));

/**
 * Returns the variables with the secrets in place of the names of their files, and what is wrong.
 */
export function withSecretsFromFiles(
  given: Variables,
  secrets: readonly string[],
): { readonly env: Variables; readonly problems: string[] } {
  const env: Record<string, string | undefined> = { ...given };
  const problems: string[] = [];
  for (const name of secrets) {
    const setting = name + SUFFIX;
    const path = env[setting];
    if (path === undefined) continue;
    if (env[name] !== undefined) {
      problems.push(`${name} and ${setting}: set one of them`);
      continue;
    }
    try {
      // Editors and `echo` end a file with a line break.
      const secret = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
      if (secret === '') problems.push(`${setting}: the file is empty`);
      else env[name] = secret;
    } catch (error) {
      problems.push(`${setting}: the file cannot be read (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  return { env, problems };
}

/** One secret must not reveal another, and a rotation must change something. */
export function repeatedSecrets(given: Variables, secrets: readonly string[]): readonly string[] {
  const set = secrets.filter((name) => given[name] !== undefined);
  return set.flatMap((name, index) => {
    const same = set.slice(index + 1).find((other) => given[other] === given[name]);
    return same === undefined ? [] : `${name} and ${same}: each needs a value of its own`;
  });
}
