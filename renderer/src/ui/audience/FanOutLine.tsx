/** Where the room is and why, once its service's relay has a part in it. */
import type { RelayState } from '../../fan-out/relay-fan-out.ts';
import { useStore } from '../use-store.ts';
import type { ReadableStore } from '@lectern/state';
import { fanOutSentence } from './fan-out-sentence.ts';
import { words } from '../words.ts';

export function FanOutLine({ relay }: { readonly relay: ReadableStore<RelayState> }) {
  const state = useStore(relay);
  const sentence = fanOutSentence(state);
  if (sentence === null) return null;
  const { digest } = state;
  return (
    <>
      <p className="line" data-tone={sentence.tone} data-testid="fan-out">
        {sentence.text}
      </p>
      {digest && (
        <p className="line" data-testid="through-relay">
          {words.audience.through(digest.watchers, digest.playing)}
        </p>
      )}
    </>
  );
}
