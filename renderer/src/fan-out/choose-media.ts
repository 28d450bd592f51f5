/** Encodes once wherever the browser can, unless the settings say otherwise. */
import type { Settings } from '@lectern/bridge';
import { EncodeOnceMedia } from './encode-once/encode-once-media.ts';
import { canEncodeOnce } from './encode-once/insertable-streams.ts';
import type { LinkMedia } from './link-media.ts';
import { OrdinaryMedia } from './ordinary/ordinary-media.ts';

export const chooseMedia = ({ sending, codecs }: Pick<Settings, 'sending' | 'codecs'>): LinkMedia =>
  sending === 'once' && canEncodeOnce()
    ? new EncodeOnceMedia(codecs === 'auto' ? ['vp8', 'av1'] : ['vp8'])
    : new OrdinaryMedia();
