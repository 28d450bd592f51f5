/** What `electron/pictures/pictures-plugin.ts` draws while building. */
declare module 'virtual:pictures' {
  // oxlint-disable typescript/consistent-type-imports -- with an import statement this would not declare a module
  /** As hex. */
  export const windowColours: Readonly<Record<import('../../pictures/colours.ts').Theme, string>>;
  export const trayPictures: import('../../pictures/tray-pictures.ts').TrayPictures;
}
