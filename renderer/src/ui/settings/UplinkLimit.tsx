/** What all watchers together may take of this machine's line. Kept at once. */
import { useState } from 'react';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';

const LEAST_MBPS = 0.3;
const MOST_MBPS = 1000;

export function UplinkLimit({ studio }: { readonly studio: Studio }) {
  const { uplinkKbps } = useStore(studio.settings);
  const [problem, setProblem] = useState<string | null>(null);
  const keep = (input: HTMLInputElement): void => {
    if (!input.validity.valid) {
      setProblem(`Between ${LEAST_MBPS} and ${MOST_MBPS} Mbit/s, or nothing for no limit.`);
      return;
    }
    studio.limitUplink(input.value === '' ? null : Math.round(input.valueAsNumber * 1000)).then(
      () => setProblem(null),
      (error: unknown) => setProblem(error instanceof Error ? error.message : 'The settings could not be kept.'),
    );
  };
  return (
    <label>
      Upload limit, Mbit/s
      <input
        type="number"
        min={LEAST_MBPS}
        max={MOST_MBPS}
        step={0.1}
        defaultValue={uplinkKbps === null ? '' : uplinkKbps / 1000}
        placeholder="None"
        aria-invalid={problem !== null}
        onChange={({ currentTarget }) => keep(currentTarget)}
      />
      {problem !== null && (
        <span className="note problem" role="alert">
          {problem}
        </span>
      )}
    </label>
  );
}
