/** What is odd about a source that is on: it is silent, held back, or all black. */
import type { SourceDoubt } from '../../capture/source-doubt.ts';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';

export type Oddity = SourceDoubt | 'black';

export function useOddity(studio: Studio, source: 'camera' | 'microphone' | 'screen'): Oddity | null {
  const doubt = useStore(studio[source].doubt);
  const { sources } = useStore(studio.scene.report);
  if (doubt !== null || source === 'microphone') return doubt;
  return sources[source]?.isBlack === true ? 'black' : null;
}
