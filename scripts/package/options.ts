/** The options of `npm run package --`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface PackageOptions {
  /** `folder`: the app as it would be installed, without an installer. */
  readonly form: 'installers' | 'folder';
  readonly outFolder: string;
}

export const packageHelp = `npm run package                builds this system's installers into release/
npm run package -- --dir       only the app's folder, ready to run
npm run package -- --out DIR   into another folder

LECTERN_UPDATES                where the app looks for updates; without it, it does not look
CSC_LINK, CSC_KEY_PASSWORD, WIN_CSC_LINK, AZURE_SIGNING_…, APPLE_API_KEY…
                               sign it; docs/packages.md has the list`;

/** Throws an `Error` whose message can be shown. `help`: the text above was asked for. */
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
