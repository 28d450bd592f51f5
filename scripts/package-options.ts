/** What may stand behind `npm run package --`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface PackageOptions {
  /** `folder` is the app as it would be installed, without an installer around it. */
  readonly form: 'installers' | 'folder';
  readonly outFolder: string;
}

export const packageHelp = `npm run package                builds this system's installers into release/
npm run package -- --dir       only the app's folder, ready to run
npm run package -- --out DIR   into another folder

LECTERN_UPDATES                where the app looks for its next version; without it, nowhere
CSC_LINK, CSC_KEY_PASSWORD, WIN_CSC_LINK, AZURE_SIGNING_…, APPLE_API_KEY…
                               with what it is signed; docs/packages.md has the list`;

/** Throws an `Error` whose message can be shown; `help` asks for the text above. */
export function readPackageOptions(args: readonly string[], root: string): PackageOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      dir: { type: 'boolean', default: false },
      out: { type: 'string', default: 'release' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  return { form: values.dir ? 'folder' : 'installers', outFolder: resolve(root, values.out) };
}
