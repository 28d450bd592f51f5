/** What is wrong with a source that is on: it is silent, withheld by the system, or all black. */
import type { SourceWarning } from '../../capture/source-warning.ts';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';

type WarnedSource = keyof typeof words.sources.warning;

/** The sentence for the card, or null where nothing is wrong. */
export function useSourceWarning(studio: Studio, source: WarnedSource): string | null {
  const trackWarning: SourceWarning | null = useStore(studio[source].warning);
  const { sources } = useStore(studio.scene.report);
  const isBlack = source !== 'microphone' && sources[source]?.isBlack === true;
  const warning = trackWarning ?? (isBlack ? 'black' : null);
  const sentences: Partial<Record<SourceWarning | 'black', string>> = words.sources.warning[source];
  return warning === null ? null : (sentences[warning] ?? null);
}
