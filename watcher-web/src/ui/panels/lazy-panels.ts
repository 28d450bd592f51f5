/** All panels that open on demand, as one chunk. */
export { DebugPanel } from './debug-panel.tsx';
export { KeyboardSheet } from './keyboard-sheet.tsx';
export { SettingsSheet } from './settings-sheet.tsx';
export { StatisticsPanel } from './statistics-panel.tsx';
