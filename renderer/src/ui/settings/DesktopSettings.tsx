/** Settings of the desktop around the window: the control strip and the global shortcuts. Kept at once, as they are chosen. */
import { useEffect, useState } from 'react';
import type { Settings, ShortcutReport, ShortcutState } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { ShortcutField } from './ShortcutField.tsx';
import './desktop-settings.css';

type StripMode = Settings['strip'];
const stripWords: Readonly<Record<StripMode, string>> = {
  auto: 'When the window is not in front',
  always: 'All the time',
  never: 'Never',
};
const stripModes = ['auto', 'always', 'never'] as const satisfies readonly StripMode[];

const stateWords: Readonly<Record<ShortcutState, string | null>> = {
  free: null,
  none: null,
  taken: 'Another program uses this. Choose another.',
  unreadable: 'This system doesn’t know these keys. Choose others.',
};

/** Nothing in a browser: a tab has neither. */
export function DesktopSettings({ studio }: { readonly studio: Studio }) {
  const { strip, shortcuts } = useStore(studio.settings);
  const [report, setReport] = useState<ShortcutReport>({ pause: 'none', microphone: 'none' });
  const [problem, setProblem] = useState<string | null>(null);
  const { desktop, host } = studio;
  useEffect(() => {
    const unsubscribe = desktop.on('shortcutsChanged', setReport);
    void desktop.describeShortcuts().then(setReport, () => undefined);
    return unsubscribe;
  }, [desktop]);
  if (host.kind === 'browser') return null;
  const keep = (change: Partial<Settings>): void => {
    desktop.updateSettings(change).then(
      () => setProblem(null),
      (error: unknown) => setProblem(error instanceof Error ? error.message : 'The settings could not be kept.'),
    );
  };
  return (
    <fieldset className="desktop-settings">
      <legend>While you are live</legend>
      <label>
        Control strip
        <select
          value={strip}
          onChange={({ target }) => keep({ strip: stripModes.find((mode) => mode === target.value) ?? 'auto' })}
        >
          {stripModes.map((mode) => (
            <option key={mode} value={mode}>
              {stripWords[mode]}
            </option>
          ))}
        </select>
      </label>
      <ShortcutField
        label="Pause from anywhere"
        value={shortcuts.pause}
        note={stateWords[report.pause] ?? 'To go on, press it twice.'}
        onChange={(pause) => keep({ shortcuts: { ...shortcuts, pause } })}
      />
      <ShortcutField
        label="Microphone from anywhere"
        value={shortcuts.microphone}
        note={stateWords[report.microphone]}
        onChange={(microphone) => keep({ shortcuts: { ...shortcuts, microphone } })}
      />
      {problem !== null && (
        <p className="note problem" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
