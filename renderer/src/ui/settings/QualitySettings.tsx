/**
 * How good the picture is, how large a screen is sent, what slow connections keep, the upload
 * limit. Each is saved at once.
 */
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { Choice } from './Choice.tsx';
import type { SettingsSectionProps } from './section.tsx';
import { UplinkLimit } from './UplinkLimit.tsx';

const say = words.quality;

const presets = (['saver', 'standard', 'high'] as const).map((value) => ({
  value,
  name: say.preset[value],
  hint: say.presetHint[value],
}));

const screenSizes = (['full-hd', 'original'] as const).map((value) => ({
  value,
  name: say.screenSize[value],
  hint: say.screenSizeHint[value],
}));

const sharpnesses = (['auto', 'text', 'motion'] as const).map((value) => ({
  value,
  name: say.sharpness[value],
  hint: say.sharpnessHint[value],
}));

export function QualitySettings({ studio }: SettingsSectionProps) {
  const { quality, screenSize, sharpness } = useStore(studio.settings);
  return (
    <>
      <Choice
        legend={say.picture}
        options={presets}
        value={quality}
        onChoose={(chosen) => void studio.chooseQuality({ quality: chosen })}
      />
      <Choice
        legend={say.screen}
        options={screenSizes}
        value={screenSize}
        onChoose={(chosen) => void studio.chooseQuality({ screenSize: chosen })}
      />
      <Choice
        legend={say.slow}
        options={sharpnesses}
        value={sharpness}
        onChoose={(chosen) => void studio.chooseQuality({ sharpness: chosen })}
      />
      <UplinkLimit studio={studio} />
    </>
  );
}
