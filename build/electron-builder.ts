/** The configuration of electron-builder: how the presenter app is packaged on each system. */
import type { Configuration } from 'electron-builder';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackagingEnvironment } from './packaging-environment.ts';

interface ConfigOptions {
  readonly environment: PackagingEnvironment;
  /** Output of `drawIcons`. */
  readonly iconsFolder: string;
  readonly outFolder: string;
  /**
   * A runtime that is already on this machine; undefined lets electron-builder download the
   * installed version.
   */
  readonly electron: { readonly folder: string; readonly version: string } | undefined;
}

/** The bundles, and nothing of `node_modules`. Source maps stay with the developers. */
const files: readonly string[] = [
  'package.json',
  'electron/dist/**/*.{js,cjs}',
  'renderer/dist/**/*',
  '!**/*.map',
  '!**/.*',
  '!**/node_modules/**',
];

/** macOS shows these sentences when the app first uses a device. */
const usageTexts: Readonly<Record<string, string>> = {
  NSCameraUsageDescription: 'Lectern shows your camera to your watchers. It is on only when you turn it on.',
  NSMicrophoneUsageDescription: 'Lectern sends your voice to your watchers. You can mute it at any time.',
  NSAudioCaptureUsageDescription:
    'Lectern can send the sound of this computer together with the screen that you share.',
  NSScreenCaptureUsageDescription:
    'Lectern shows your watchers the screen or window that you choose, and nothing else.',
};

export function packageConfig({ environment, iconsFolder, outFolder, electron }: ConfigOptions): Configuration {
  return {
    appId: 'app.lectern.presenter',
    productName: 'Lectern',
    copyright: 'Copyright © Lectern contributors',
    directories: { output: outFolder, buildResources: 'build' },
    files: [...files],
    extraMetadata: {
      main: 'electron/dist/main.js',
      productName: 'Lectern',
      // A Linux desktop uses this name to find the entry that a window belongs to.
      desktopName: 'lectern.desktop',
      homepage: environment.homepage,
      author: 'Lectern contributors',
    },
    asar: true,
    npmRebuild: false,
    // False: there are no packages of `node_modules` to collect.
    beforeBuild: async () => false,
    // Electron's own demo app, which a runtime of this machine contains.
    afterPack: ({ packager, appOutDir }) =>
      rm(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true }),
    electronLanguages: ['en-US'],
    // On Linux this becomes `x-scheme-handler/lectern` of the desktop entry.
    protocols: [{ name: 'Lectern', schemes: ['lectern'] }],
    electronFuses: fuses,
    ...(electron === undefined ? {} : { electronDist: electron.folder, electronVersion: electron.version }),
    publish:
      environment.updatesUrl === undefined
        ? null
        : { provider: 'generic', url: environment.updatesUrl, channel: 'latest' },
    linux: linuxConfig(environment, iconsFolder),
    // Without a version in its name: an update replaces the file wherever it was put.
    appImage: { artifactName: 'Lectern-${arch}.${ext}' },
    deb: { packageName: 'lectern', artifactName: 'lectern_${version}_${arch}.${ext}' },
    win: windowsConfig(environment, iconsFolder),
    nsis: {
      oneClick: true,
      perMachine: false,
      allowElevation: false,
      artifactName: 'Lectern-Setup-${version}.${ext}',
      deleteAppDataOnUninstall: false,
    },
    mac: macConfig(environment, iconsFolder),
    dmg: { artifactName: 'Lectern-${version}.${ext}', title: 'Lectern' },
  };
}

/** docs/security.md explains each. */
const fuses: NonNullable<Configuration['electronFuses']> = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
  // On a Mac with an Apple chip the changed binary does not start before it is signed again.
  resetAdHocDarwinSignature: true,
};

function linuxConfig(environment: PackagingEnvironment, iconsFolder: string): NonNullable<Configuration['linux']> {
  return {
    target: ['AppImage', 'deb'],
    executableName: 'lectern',
    icon: `${iconsFolder}/linux`,
    category: 'AudioVideo',
    maintainer: environment.maintainer,
    synopsis: 'Go live to anyone who opens a link',
    description: 'Shows your camera, screen and voice to everyone who opens a link.',
    syncDesktopName: true,
    desktop: { entry: { Name: 'Lectern', Keywords: 'live;stream;present;lecture;' } },
  };
}

function windowsConfig(environment: PackagingEnvironment, iconsFolder: string): NonNullable<Configuration['win']> {
  return {
    target: ['nsis'],
    icon: `${iconsFolder}/icon.ico`,
    ...(typeof environment.windows === 'string' ? {} : { azureSignOptions: { ...environment.windows } }),
  };
}

function macConfig(environment: PackagingEnvironment, iconsFolder: string): NonNullable<Configuration['mac']> {
  const isSigned = environment.mac !== 'unsigned';
  return {
    // Updates use the zip.
    target: [
      { target: 'dmg', arch: 'universal' },
      { target: 'zip', arch: 'universal' },
    ],
    artifactName: 'Lectern-${version}-mac.${ext}',
    icon: `${iconsFolder}/icon.icns`,
    category: 'public.app-category.video',
    // Without a certificate the app gets an "ad hoc" signature, without which it would not start.
    // The hardened runtime does not accept that signature, and macOS does not let such an app
    // update itself.
    ...(isSigned ? {} : { identity: '-', publish: null }),
    hardenedRuntime: isSigned,
    notarize: environment.mac === 'notarised',
    gatekeeperAssess: false,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
    extendInfo: { ...usageTexts },
  };
}
