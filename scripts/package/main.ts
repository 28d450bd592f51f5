/**
 * `npm run package`: builds what is out of date, draws the icons and packages the presenter app for
 * this system.
 */
import { build, createTargets, DIR_TARGET, Platform } from 'electron-builder';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { packageConfig } from '../../build/electron-builder.ts';
import { drawIcons } from '../../build/icons/draw-icons.ts';
import { readPackagingEnvironment, signingSentence } from '../../build/packaging-environment.ts';
import { buildStale } from '../build/build-stale.ts';
import { packageHelp, readPackageOptions, type PackageOptions } from './options.ts';

const root = join(import.meta.dirname, '../..');
const print = (line: string): void => console.log(line);

/** The runtime in the folder that ELECTRON_OVERRIDE_DIST_PATH names, if it is set. */
function readLocalElectron(): { readonly folder: string; readonly version: string } | undefined {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!folder) return undefined;
  return { folder, version: readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '') };
}

/** A workflow passes a missing secret as an empty variable, and electron-builder would use it. */
function dropEmptyVariables(): void {
  for (const [name, value] of Object.entries(process.env)) if (value === '') delete process.env[name];
}

async function run({ form, outFolder }: PackageOptions): Promise<void> {
  dropEmptyVariables();
  const environment = readPackagingEnvironment(process.env);
  await buildStale(root, print);
  const iconsFolder = join(outFolder, '.icons');
  await drawIcons(iconsFolder);
  const platform = Platform.current();
  const config = packageConfig({ environment, iconsFolder, outFolder, electron: readLocalElectron() });
  const packages = await build({
    projectDir: root,
    targets: createTargets([platform], form === 'folder' ? DIR_TARGET : null),
    config,
    // The release workflow publishes once all systems have built.
    publish: 'never',
  });
  await rm(iconsFolder, { recursive: true });
  for (const file of packages) print(relative(root, file));
  if (form === 'folder') print(`The app is in ${relative(root, outFolder) || outFolder}.`);
  print(signingSentence(environment, process.platform));
  print(
    environment.updatesUrl === undefined
      ? 'The app does not look for updates.'
      : `The app looks for updates at ${environment.updatesUrl}.`,
  );
}

try {
  const options = readPackageOptions(process.argv.slice(2), root);
  if (options === 'help') print(packageHelp);
  else await run(options);
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
}
// The channel to run.mjs would keep this process alive.
if (process.connected) process.disconnect();
