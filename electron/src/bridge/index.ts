/** The door of this workspace for the presenter UI: the bridge's contract and what a valid setting is. Nothing of Electron. */
export * from './contract.ts';
export * from './settings-schema.ts';
