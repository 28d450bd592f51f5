/** Which way the media goes: encoded once wherever the runtime can. */
import type { Settings } from '@lectern/bridge';
import { EncodeOnceMedia } from './encode-once/encode-once-media.ts';
import { canEncodeOnce } from './encode-once/insertable-streams.ts';
import type { LinkMedia } from './link-media.ts';
import { OrdinaryMedia } from './ordinary/ordinary-media.ts';

export const chooseMedia = (wish: Settings['sending']): LinkMedia =>
  wish === 'once' && canEncodeOnce() ? new EncodeOnceMedia() : new OrdinaryMedia();
