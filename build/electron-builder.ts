/** How the presenter app is packaged on each system: the whole of electron-builder's configuration. */
import type { Configuration } from 'electron-builder';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageOrder } from './package-order.ts';

interface Surroundings {
  readonly order: PackageOrder;
  /** As `drawIcons` leaves them. */
  readonly iconsFolder: string;
  readonly outFolder: string;
  /** A runtime that is on this machine already; undefined lets electron-builder fetch the installed version's. */
  readonly electron: { readonly folder: string; readonly version: string } | undefined;
}

/** Only what the app runs from. Everything is bundled, so no package of `node_modules` belongs; maps are for the people who build. */
const files: readonly string[] = [
  'package.json',
  'electron/dist/**/*.{js,cjs}',
  'renderer/dist/**/*',
  '!**/*.map',
  '!**/.*',
  '!**/node_modules/**',
];

/** macOS shows these when the app first asks. */
const usageTexts: Readonly<Record<string, string>> = {
  NSCameraUsageDescription: 'Lectern shows your camera to the people who watch you. It is on only when you turn it on.',
  NSMicrophoneUsageDescription: 'Lectern sends your voice to the people who watch you. You can mute it at any time.',
  NSAudioCaptureUsageDescription: 'Lectern can send the sound of this computer along with the screen that you share.',
  NSScreenCaptureUsageDescription:
    'Lectern shows your watchers the screen or window that you choose, and nothing else.',
};

export function packageConfig({ order, iconsFolder, outFolder, electron }: Surroundings): Configuration {
  return {
    appId: 'app.lectern.presenter',
    productName: 'Lectern',
    copyright: 'Copyright © Lectern contributors',
    directories: { output: outFolder, buildResources: 'build' },
    files: [...files],
    extraMetadata: {
      main: 'electron/dist/main.js',
      productName: 'Lectern',
      // By this name a Linux desktop finds out which of its entries a window belongs to.
      desktopName: 'lectern.desktop',
      homepage: order.homepage,
      author: 'Lectern contributors',
    },
    asar: true,
    npmRebuild: false,
    // False: there are no packages to collect.
    beforeBuild: async () => false,
    // Electron's own demonstration, which a runtime of this machine brings along.
    afterPack: ({ packager, appOutDir }) =>
      rm(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true }),
    electronLanguages: ['en-US'],
    // Becomes the desktop entry's `x-scheme-handler/lectern` on Linux.
    protocols: [{ name: 'Lectern', schemes: ['lectern'] }],
    electronFuses: fuses,
    ...(electron === undefined ? {} : { electronDist: electron.folder, electronVersion: electron.version }),
    publish: order.updatesUrl === undefined ? null : { provider: 'generic', url: order.updatesUrl, channel: 'latest' },
    linux: linuxConfig(order, iconsFolder),
    // Without a version in its name, an update takes the place of the file that people have put somewhere.
    appImage: { artifactName: 'Lectern-${arch}.${ext}' },
    deb: { packageName: 'lectern', artifactName: 'lectern_${version}_${arch}.${ext}' },
    win: windowsConfig(order, iconsFolder),
    nsis: {
      oneClick: true,
      perMachine: false,
      allowElevation: false,
      artifactName: 'Lectern-Setup-${version}.${ext}',
      deleteAppDataOnUninstall: false,
    },
    mac: macConfig(order, iconsFolder),
    dmg: { artifactName: 'Lectern-${version}.${ext}', title: 'Lectern' },
  };
}

/** docs/security.md says what each one closes. */
const fuses: NonNullable<Configuration['electronFuses']> = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
  // The flipped binary of a Mac with Apple's chip does not start before it is signed anew.
  resetAdHocDarwinSignature: true,
};

function linuxConfig(order: PackageOrder, iconsFolder: string): NonNullable<Configuration['linux']> {
  return {
    target: ['AppImage', 'deb'],
    executableName: 'lectern',
    icon: `${iconsFolder}/linux`,
    category: 'AudioVideo',
    maintainer: order.maintainer,
    synopsis: 'Go live to anyone who opens a link',
    description: 'Shows your camera, screen and voice to anyone who opens a link.',
    syncDesktopName: true,
    desktop: { entry: { Name: 'Lectern', Keywords: 'live;stream;present;lecture;' } },
  };
}

function windowsConfig(order: PackageOrder, iconsFolder: string): NonNullable<Configuration['win']> {
  return {
    target: ['nsis'],
    icon: `${iconsFolder}/icon.ico`,
    ...(typeof order.windows === 'string' ? {} : { azureSignOptions: { ...order.windows } }),
  };
}

function macConfig(order: PackageOrder, iconsFolder: string): NonNullable<Configuration['mac']> {
  const isSigned = order.mac !== 'unsigned';
  return {
    // The zip is what an update comes in.
    target: [
      { target: 'dmg', arch: 'universal' },
      { target: 'zip', arch: 'universal' },
    ],
    artifactName: 'Lectern-${version}-mac.${ext}',
    icon: `${iconsFolder}/icon.icns`,
    category: 'public.app-category.video',
    // An unsigned app gets the "ad hoc" signature that it needs to start at all, which the hardened runtime would not accept;
    // macOS lets no app renew itself that is not signed.
    ...(isSigned ? {} : { identity: '-', publish: null }),
    hardenedRuntime: isSigned,
    notarize: order.mac === 'notarised',
    gatekeeperAssess: false,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
    extendInfo: { ...usageTexts },
  };
}
