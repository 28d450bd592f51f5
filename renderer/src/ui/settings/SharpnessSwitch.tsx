/** The quick switch under the stage: what lower layers keep. The settings have the same, with more words. */
import type { Settings } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import './sharpness-switch.css';

const names: Readonly<Record<Settings['sharpness'], string>> = {
  auto: 'Sharpness: auto',
  text: 'Sharp text',
  motion: 'Smooth motion',
};
const wishes = Object.keys(names) as Settings['sharpness'][];

export function SharpnessSwitch({ studio }: { readonly studio: Studio }) {
  const { sharpness } = useStore(studio.settings);
  return (
    <select
      className="sharpness"
      aria-label="On a tight line"
      title="What watchers on a tight line keep: sharp text or smooth motion"
      value={sharpness}
      onChange={({ currentTarget }) => {
        const wish = wishes.find((one) => one === currentTarget.value);
        if (wish) void studio.chooseSharpness(wish);
      }}
    >
      {wishes.map((wish) => (
        <option key={wish} value={wish}>
          {names[wish]}
        </option>
      ))}
    </select>
  );
}
