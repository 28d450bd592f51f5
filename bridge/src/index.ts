/**
 * The desktop contract: what the presenter UI can ask of the machine that it runs on, with its
 * schemas.
 */
export * from './contract.ts';
export * from './settings.ts';
export * from './screens.ts';
export * from './live.ts';
export * from './strip-contract.ts';
export * from './scene-settings.ts';
export * from './recording-name.ts';
export * from './recordings.ts';
export * from './room-entry.ts';
export * from './settings-schema.ts';
export * from './saved-settings.ts';
export * from './enrolment-link.ts';
export * from './service-address.ts';
export * from './services.ts';
export * from './publishing.ts';
export * from './query-service.ts';
export * from './read-body.ts';
