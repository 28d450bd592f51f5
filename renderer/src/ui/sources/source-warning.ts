/** What is wrong with a source that is on: it is silent, withheld by the system, or all black. */
import type { SourceDoubt } from '../../capture/source-doubt.ts';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';

type WarnedSource = keyof typeof words.sources.warning;

/** The sentence for the card, or null where nothing is wrong. */
export function useSourceWarning(studio: Studio, source: WarnedSource): string | null {
  const doubt: SourceDoubt | null = useStore(studio[source].doubt);
  const { sources } = useStore(studio.scene.report);
  const isBlack = source !== 'microphone' && sources[source]?.isBlack === true;
  const warning = doubt ?? (isBlack ? 'black' : null);
  const sentences: Partial<Record<SourceDoubt | 'black', string>> = words.sources.warning[source];
  return warning === null ? null : (sentences[warning] ?? null);
}
