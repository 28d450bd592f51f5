/** All that waits for a press, as one file. */
export { KeysSheet } from './keys-sheet.tsx';
export { SettingsSheet } from './settings-sheet.tsx';
export { StatisticsPanel } from './statistics-panel.tsx';
