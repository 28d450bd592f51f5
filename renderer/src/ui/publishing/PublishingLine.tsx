/** One sentence about the other server, while the scene is to be published there. */
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { publishingSentence } from './publishing-sentence.ts';
import './publishing.css';

export function PublishingLine({ studio }: { readonly studio: Pick<Studio, 'publishing' | 'settings'> }) {
  const state = useStore(studio.publishing.state);
  const { publishAddress } = useStore(studio.settings);
  const sentence = publishAddress === null ? null : publishingSentence(state, new URL(publishAddress).host);
  const isTrouble = state.name === 'waiting' || state.name === 'refused';
  return (
    <p className="publishing-line" role="status" data-tone={isTrouble ? 'trouble' : 'fine'}>
      {sentence}
      {isTrouble && (
        <button type="button" onClick={() => studio.publishing.tryAgain()}>
          {words.publishing.again}
        </button>
      )}
    </p>
  );
}
