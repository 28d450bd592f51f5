/** The upload that all watchers together may use. Each change is saved at once. */
import { useState } from 'react';
import type { Studio } from '../../session/studio.ts';
import { useAttempt } from '../use-attempt.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';

const say = words.quality;

const LEAST_MBPS = 0.3;
const MOST_MBPS = 1000;

export function UplinkLimit({ studio }: { readonly studio: Studio }) {
  const { uplinkKbps } = useStore(studio.settings);
  const [isValid, setValid] = useState(true);
  const { problem: failure, attempt } = useAttempt(words.notSaved);
  const problem = isValid ? failure : say.limitRange(LEAST_MBPS, MOST_MBPS);
  const save = (input: HTMLInputElement): void => {
    setValid(input.validity.valid);
    if (!input.validity.valid) return;
    const limitKbps = input.value === '' ? null : Math.round(input.valueAsNumber * 1000);
    void attempt(studio.chooseQuality({ uplinkKbps: limitKbps }));
  };
  return (
    <label>
      {say.uploadLimit}
      <input
        type="number"
        min={LEAST_MBPS}
        max={MOST_MBPS}
        step={0.1}
        defaultValue={uplinkKbps === null ? '' : uplinkKbps / 1000}
        placeholder={say.noLimit}
        aria-invalid={problem !== null}
        onChange={({ currentTarget }) => save(currentTarget)}
      />
      {problem !== null && (
        <span className="note problem" role="alert">
          {problem}
        </span>
      )}
    </label>
  );
}
