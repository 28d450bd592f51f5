/** The map of the keyboard, drawn from the same table that the keys are heard by. */
import { useCallback } from 'react';
import type { Deck } from '../deck.ts';
import { shortcuts } from '../shortcuts.ts';
import { useStore } from '../use-store.ts';
import { Sheet } from './sheet.tsx';

export function KeysSheet({ deck }: { readonly deck: Deck }) {
  const { panels, letterKeys } = deck;
  const close = useCallback(() => panels.close('keys'), [panels]);
  const state = useStore(letterKeys);
  return (
    <Sheet title="Keyboard" place="middle" onClose={close}>
      <dl className="keys">
        {shortcuts.map(({ shown, does }) => (
          <div key={does}>
            <dt>
              {shown.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label className="switch">
        <input
          type="checkbox"
          checked={state === 'on'}
          onChange={({ currentTarget }) => letterKeys.set(currentTarget.checked ? 'on' : 'off')}
        />
        <span>Keys of one character work on this page</span>
      </label>
    </Sheet>
  );
}
