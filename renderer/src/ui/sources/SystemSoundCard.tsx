/** The computer's sound: a switch and a level meter. It says where the system cannot give it. */
import type { SoundServer, SystemSound } from '@lectern/bridge';
import type { SystemSoundState } from '../../capture/system-sound-source.ts';
import type { Studio } from '../../session/studio.ts';
import { Icon } from '../icons.tsx';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { Meter } from './Meter.tsx';
import { Note } from './Note.tsx';
import { Switch } from './Switch.tsx';

const say = words.sources;
const name = say.name.systemSound;

export function SystemSoundCard({ studio }: { readonly studio: Studio }) {
  const { systemSound } = studio;
  const state = useStore(systemSound.state);
  const server = useStore(studio.soundRevival.server);
  const isBlocked = state.name === 'failed' && state.trouble === 'blocked';
  return (
    <section className="card" data-source="system-sound" data-state={state.name} aria-label={name}>
      <header>
        <Icon name="sound" struck={state.name !== 'on'} />
        <span className="name">{name}</span>
        <Switch
          label={say.switchLabel(name)}
          on={state.name !== 'off'}
          disabled={systemSound.ability.kind === 'unavailable'}
          onTurn={(on) => void studio.turnSystemSound(on)}
        />
      </header>
      {state.name === 'on' && <Meter track={state.track} label={say.level(name)} />}
      <Note
        text={sentence(systemSound.ability, state, server)}
        blocked={isBlocked ? 'system-sound' : undefined}
        studio={studio}
      />
    </section>
  );
}

function sentence(ability: SystemSound, state: SystemSoundState, server: SoundServer): string | null {
  if (ability.kind === 'unavailable') return ability.why;
  if (state.name === 'failed' && state.trouble === 'unreadable' && server === 'away')
    return say.soundServerAway.systemSound;
  if (state.name === 'failed') return say.trouble.systemSound[state.trouble];
  return state.name === 'waiting' ? say.systemSoundPending : null;
}
