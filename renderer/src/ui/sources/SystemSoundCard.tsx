/** What the computer plays: on or off, and a meter that proves that it flows. Where a system cannot give it, that is said. */
import type { SystemSound } from '@lectern/bridge';
import type { SystemSoundState } from '../../capture/system-sound-source.ts';
import type { Studio } from '../../session/studio.ts';
import { Icon } from '../icons.tsx';
import { useStore } from '../use-store.ts';
import { Meter } from './Meter.tsx';
import { Note } from './Note.tsx';
import { systemSoundTroubleWords } from './source-words.ts';
import { Switch } from './Switch.tsx';

export function SystemSoundCard({ studio }: { readonly studio: Studio }) {
  const { systemSound } = studio;
  const state = useStore(systemSound.state);
  const isBlocked = state.name === 'failed' && state.trouble === 'blocked';
  return (
    <section className="card" data-source="system-sound" data-state={state.name} aria-label="Computer sound">
      <header>
        <Icon name="sound" struck={state.name !== 'on'} />
        <span className="name">Computer sound</span>
        <Switch
          label="Computer sound on"
          on={state.name !== 'off'}
          disabled={systemSound.ability.kind === 'unavailable'}
          onTurn={(on) => void studio.turnSystemSound(on)}
        />
      </header>
      {state.name === 'on' && <Meter track={state.track} label="Computer sound level" />}
      <Note
        words={sentence(systemSound.ability, state)}
        blocked={isBlocked ? 'system-sound' : undefined}
        studio={studio}
      />
    </section>
  );
}

function sentence(ability: SystemSound, state: SystemSoundState): string | null {
  if (ability.kind === 'unavailable') return ability.why;
  if (state.name === 'failed') return systemSoundTroubleWords[state.trouble];
  return state.name === 'waiting' ? 'It comes with what you share next, where the browser gives it.' : null;
}
