/** What the parts of Lectern say to each other. */
export * from './bucket.ts';
export * from './decoders.ts';
export * from './errors.ts';
export * from './handshake.ts';
export * from './link-messages.ts';
export * from './notices.ts';
export * from './passcode.ts';
export * from './relay.ts';
export * from './requests.ts';
export * from './room-hint.ts';
export * from './room-key.ts';
export * from './service-version.ts';
export * from './sign-in.ts';
export * from './socket-events.ts';
export * from './values.ts';
export * from './version.ts';
