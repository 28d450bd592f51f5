/** The keyboard shortcuts, from the same table that handles the keys. */
import { useCallback } from 'react';
import type { Controls } from '../controls.ts';
import { shortcuts } from '../shortcuts.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { Sheet } from './sheet.tsx';

export function KeyboardSheet({ controls }: { readonly controls: Controls }) {
  const { panels, singleKeys } = controls;
  const close = useCallback(() => panels.closeSheet('shortcuts'), [panels]);
  const state = useStore(singleKeys);
  return (
    <Sheet title={words.shortcuts.title} place="middle" onClose={close}>
      <dl className="keys">
        {shortcuts.map(({ keys, label }) => (
          <div key={label}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
      <label className="switch">
        <input
          type="checkbox"
          checked={state === 'on'}
          onChange={({ currentTarget }) => singleKeys.set(currentTarget.checked ? 'on' : 'off')}
        />
        <span>{words.shortcuts.singleKeys}</span>
      </label>
    </Sheet>
  );
}
