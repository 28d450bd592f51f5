/** `npm run package`: builds what is stale, draws the icons and packs the presenter app for this system. */
import { build, createTargets, DIR_TARGET, Platform } from 'electron-builder';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { packageConfig } from '../build/electron-builder.ts';
import { drawIcons } from '../build/icons/draw-icons.ts';
import { readPackageOrder, signingSentence } from '../build/package-order.ts';
import { BuildFailed, buildStale } from './build-stale.ts';
import { packageHelp, readPackageOptions, type PackageOptions } from './package-options.ts';

const root = join(import.meta.dirname, '..');
const say = (line: string): void => console.log(line);

/** The runtime that Electron's own variable names, if it names one. */
function electronHere(): { readonly folder: string; readonly version: string } | undefined {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!folder) return undefined;
  return { folder, version: readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '') };
}

/** A workflow hands on a secret that does not exist as an empty variable, which electron-builder would take for one. */
function dropEmptyVariables(): void {
  for (const [name, value] of Object.entries(process.env)) if (value === '') delete process.env[name];
}

async function run({ form, outFolder }: PackageOptions): Promise<void> {
  dropEmptyVariables();
  const order = readPackageOrder(process.env);
  await buildStale(root, say);
  const iconsFolder = join(outFolder, '.icons');
  await drawIcons(iconsFolder);
  const platform = Platform.current();
  const config = packageConfig({ order, iconsFolder, outFolder, electron: electronHere() });
  const made = await build({
    projectDir: root,
    targets: createTargets([platform], form === 'folder' ? DIR_TARGET : null),
    config,
    // The release workflow publishes, once all systems have built.
    publish: 'never',
  });
  await rm(iconsFolder, { recursive: true });
  for (const file of made) say(relative(root, file));
  if (form === 'folder') say(`The app is in ${relative(root, outFolder) || outFolder}.`);
  say(signingSentence(order, process.platform));
  say(order.updatesUrl === undefined ? 'It looks for no updates.' : `It looks for updates at ${order.updatesUrl}.`);
}

try {
  const options = readPackageOptions(process.argv.slice(2), root);
  if (options === 'help') say(packageHelp);
  else await run(options);
} catch (cause) {
  console.error(cause instanceof BuildFailed || cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
}
// The channel to the parent would keep this process alive.
if (process.connected) process.disconnect();
