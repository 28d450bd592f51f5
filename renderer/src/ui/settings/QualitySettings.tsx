/** What goes out: how large and how good, what comes first on a tight line, and how much all of it may take. Kept and applied at once. */
import type { Settings } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { Choice, type ChoiceOption } from './Choice.tsx';
import { UplinkLimit } from './UplinkLimit.tsx';

const qualities: readonly ChoiceOption<Settings['quality']>[] = [
  { value: 'saver', name: 'Saver', hint: '540p, up to 0.7 Mbit/s for each watcher' },
  { value: 'standard', name: 'Standard', hint: '720p, up to 1.8 Mbit/s for each watcher' },
  { value: 'high', name: 'High', hint: '1080p, up to 3.2 Mbit/s for each watcher' },
];

const sharpnesses: readonly ChoiceOption<Settings['sharpness']>[] = [
  { value: 'auto', name: 'Automatic', hint: 'Text for screens, motion for the camera' },
  { value: 'text', name: 'Sharp text', hint: 'Fewer pictures a second, every letter readable' },
  { value: 'motion', name: 'Smooth motion', hint: 'A smaller picture that stays fluid' },
];

export function QualitySettings({ studio }: { readonly studio: Studio }) {
  const { quality, sharpness } = useStore(studio.settings);
  return (
    <>
      <Choice
        legend="Picture"
        options={qualities}
        value={quality}
        onChoose={(value) => void studio.chooseQuality(value)}
      />
      <Choice
        legend="On a tight line"
        options={sharpnesses}
        value={sharpness}
        onChoose={(value) => void studio.chooseSharpness(value)}
      />
      <UplinkLimit studio={studio} />
    </>
  );
}
