/** Encodes once wherever the browser can, unless the setting says otherwise. */
import type { Settings } from '@lectern/bridge';
import { EncodeOnceMedia } from './encode-once/encode-once-media.ts';
import { canEncodeOnce } from './encode-once/insertable-streams.ts';
import type { LinkMedia } from './link-media.ts';
import { OrdinaryMedia } from './ordinary/ordinary-media.ts';

export const chooseMedia = (sending: Settings['sending']): LinkMedia =>
  sending === 'once' && canEncodeOnce() ? new EncodeOnceMedia() : new OrdinaryMedia();
