/** Secrets in files, as container systems hand them over: `X_FILE` names the file that holds `X`. */
import { readFileSync } from 'node:fs';

const secretSettings = ['LECTERN_TOKEN_SECRET', 'LECTERN_OLD_TOKEN_SECRET', 'LECTERN_TURN_SECRET'] as const;

type Variables = Readonly<Record<string, string | undefined>>;

/** Returns the variables with the secrets in place of the names of their files, and what is wrong. */
export function withSecretsFromFiles(given: Variables): { readonly env: Variables; readonly problems: string[] } {
  const env: Record<string, string | undefined> = { ...given };
  const problems: string[] = [];
  for (const name of secretSettings) {
    const setting = `${name}_FILE`;
    const path = env[setting];
    if (path === undefined) continue;
    if (env[name] !== undefined) {
      problems.push(`${name} and ${setting}: set one of them`);
      continue;
    }
    try {
      // Editors and `echo` end a file with a line break.
      env[name] = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      problems.push(`${setting}: the file cannot be read (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  return { env, problems };
}
