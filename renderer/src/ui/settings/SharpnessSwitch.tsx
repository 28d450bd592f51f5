/** Under the stage: what slow connections keep. The settings offer the same, explained. */
import type { Settings } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import './sharpness-switch.css';

const say = words.quality;
const names = { ...say.sharpness, auto: say.sharpnessAuto };
const options = ['auto', 'text', 'motion'] as const satisfies readonly Settings['sharpness'][];

export function SharpnessSwitch({ studio }: { readonly studio: Studio }) {
  const { sharpness } = useStore(studio.settings);
  return (
    <select
      className="sharpness"
      aria-label={say.slow}
      title={say.slowHint}
      value={sharpness}
      onChange={({ currentTarget }) => {
        const chosen = options.find((option) => option === currentTarget.value);
        if (chosen) void studio.chooseQuality({ sharpness: chosen });
      }}
    >
      {options.map((option) => (
        <option key={option} value={option}>
          {names[option]}
        </option>
      ))}
    </select>
  );
}
