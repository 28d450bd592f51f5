/**
 * Publishing to another server is for the app: the content policy of a page allows only the service
 * that it came from.
 */
import type { PublishingCalls } from '@lectern/bridge';
import { onlyInApp } from './only-in-app.ts';

export const browserPublishing: PublishingCalls = {
  storePublishToken: onlyInApp,
  hasPublishToken: async () => false,
  openPublication: onlyInApp,
  sendPublicationCandidates: onlyInApp,
  closePublication: async () => {},
};
