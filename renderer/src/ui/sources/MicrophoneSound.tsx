/** In the microphone's card: whether it picks up speech or music. */
import type { Settings } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';

const say = words.sources.microphoneSound;
const sounds = ['speech', 'music'] as const satisfies readonly Settings['microphoneSound'][];

export function MicrophoneSound({ studio }: { readonly studio: Studio }) {
  const { microphoneSound } = useStore(studio.settings);
  return (
    <div className="microphone-sound" role="radiogroup" aria-label={say.label}>
      {sounds.map((sound) => (
        <label key={sound} title={say.hint[sound]}>
          <input
            type="radio"
            name="microphone-sound"
            value={sound}
            checked={sound === microphoneSound}
            onChange={() => void studio.chooseMicrophoneSound(sound)}
          />
          {say.name[sound]}
        </label>
      ))}
    </div>
  );
}
