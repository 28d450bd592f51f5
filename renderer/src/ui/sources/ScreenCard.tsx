/** What is shared of the screen: a glimpse of it, its name, and the way to another. */
import type { ScreenState } from '../../capture/screen-source.ts';
import type { Studio } from '../../session/studio.ts';
import { Icon } from '../icons.tsx';
import { Thumbnail } from '../Picture.tsx';
import { useStore } from '../use-store.ts';
import { Note } from './Note.tsx';
import { useOddity, type Oddity } from './oddity.ts';
import { odditySentence, screenTroubleWords } from './source-words.ts';

export function ScreenCard({ studio }: { readonly studio: Studio }) {
  const state = useStore(studio.screen.state);
  const oddity = useOddity(studio, 'screen');
  const isBlocked = state.name === 'failed' && state.trouble === 'blocked';
  return (
    <section className="card" data-source="screen" data-state={state.name} aria-label="Screen">
      <header>
        <Icon name="screen" struck={state.name !== 'on'} />
        <span className="name">Screen</span>
        <button
          type="button"
          className="small"
          aria-label={state.name === 'on' ? 'Change what is shared' : 'Choose what to share'}
          onClick={() => void studio.screen.ask()}
        >
          {state.name === 'on' ? 'Change' : 'Choose'}
        </button>
      </header>
      {state.name === 'on' && (
        <>
          <div className="thumbnail">
            <Thumbnail track={state.track} label="Screen preview" />
          </div>
          <p className="shared" title={state.label}>
            {state.label}
          </p>
        </>
      )}
      <Note words={sentence(state, oddity)} blocked={isBlocked ? 'screen' : undefined} studio={studio} />
    </section>
  );
}

function sentence(state: ScreenState, oddity: Oddity | null): string | null {
  if (state.name === 'failed') return screenTroubleWords[state.trouble];
  return state.name === 'on' ? odditySentence('screen', oddity) : null;
}
