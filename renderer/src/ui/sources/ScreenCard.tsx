/** The shared screen or window: a preview, its name, and a button to choose another. */
import type { ScreenState } from '../../capture/screen-source.ts';
import type { Studio } from '../../session/studio.ts';
import { Icon } from '../icons.tsx';
import { Thumbnail } from '../Picture.tsx';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { Note } from './Note.tsx';
import { useSourceWarning } from './source-warning.ts';

const say = words.sources;

export function ScreenCard({ studio }: { readonly studio: Studio }) {
  const state = useStore(studio.screen.state);
  const warning = useSourceWarning(studio, 'screen');
  const isBlocked = state.name === 'failed' && state.trouble === 'blocked';
  return (
    <section className="card" data-source="screen" data-state={state.name} aria-label={say.name.screen}>
      <header>
        <Icon name="screen" struck={state.name !== 'on'} />
        <span className="name">{say.name.screen}</span>
        <button
          type="button"
          className="small"
          aria-label={state.name === 'on' ? say.changeLabel : say.chooseLabel}
          onClick={() => void studio.screen.ask()}
        >
          {state.name === 'on' ? say.change : say.choose}
        </button>
      </header>
      {state.name === 'on' && (
        <>
          <div className="thumbnail">
            <Thumbnail track={state.track} label={say.preview(say.name.screen)} />
          </div>
          <SharedName name={state.label ?? say.shared[state.kind]} />
        </>
      )}
      <Note text={sentence(state, warning)} blocked={isBlocked ? 'screen' : undefined} studio={studio} />
    </section>
  );
}

function SharedName({ name }: { readonly name: string }) {
  return (
    <p className="shared" title={name}>
      {name}
    </p>
  );
}

function sentence(state: ScreenState, warning: string | null): string | null {
  if (state.name === 'failed') return say.trouble.screen[state.trouble];
  return state.name === 'on' ? warning : null;
}
