/** Ids that the service issues: 128 random bits, nothing to guess and nothing to read from them. */
import { randomBytes } from 'node:crypto';
import { LinkId, WatcherId } from '@lectern/protocol';

export const newLinkId = (): LinkId => LinkId.parse(randomBytes(16).toString('base64url'));
export const newWatcherId = (): WatcherId => WatcherId.parse(randomBytes(16).toString('base64url'));
export const newChallenge = (): string => randomBytes(32).toString('base64url');
