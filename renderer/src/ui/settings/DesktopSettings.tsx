/** The control strip and the global shortcuts. Each change is saved at once. */
import loglevel from 'loglevel';
import { useEffect, useState } from 'react';
import type { Settings, ShortcutReport, ShortcutState } from '@lectern/bridge';
import { Problem } from '../Problem.tsx';
import { useAttempt } from '../use-attempt.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import type { SettingsSectionProps } from './section.tsx';
import { ShortcutField } from './ShortcutField.tsx';
import './desktop-settings.css';

const log = loglevel.getLogger('ui');
const say = words.desktop;

const stripModes = ['auto', 'always', 'never'] as const satisfies readonly Settings['strip'][];

const shortcutNotes: Readonly<Record<ShortcutState, string | null>> = {
  free: null,
  none: null,
  taken: say.shortcutTaken,
  unreadable: say.shortcutUnreadable,
};

export function DesktopSettings({ studio }: SettingsSectionProps) {
  const { strip, shortcuts } = useStore(studio.settings);
  const [report, setReport] = useState<ShortcutReport>({ pause: 'none', microphone: 'none' });
  const { problem, attempt } = useAttempt(words.notSaved);
  const { desktop } = studio;
  useEffect(() => {
    const unsubscribe = desktop.on('shortcutsChanged', setReport);
    desktop
      .describeShortcuts()
      .then(setReport, (error: unknown) => log.debug('The state of the shortcuts is unknown:', error));
    return unsubscribe;
  }, [desktop]);
  const save = (change: Partial<Settings>): void => void attempt(desktop.updateSettings(change));
  return (
    <fieldset className="desktop-settings">
      <legend>{say.title}</legend>
      <label>
        {say.strip}
        <select
          value={strip}
          onChange={({ target }) => save({ strip: stripModes.find((mode) => mode === target.value) ?? 'auto' })}
        >
          {stripModes.map((mode) => (
            <option key={mode} value={mode}>
              {say.stripMode[mode]}
            </option>
          ))}
        </select>
      </label>
      <ShortcutField
        label={say.pause}
        value={shortcuts.pause}
        note={shortcutNotes[report.pause] ?? say.pauseHint}
        onChange={(pause) => save({ shortcuts: { ...shortcuts, pause } })}
      />
      <ShortcutField
        label={say.microphone}
        value={shortcuts.microphone}
        note={shortcutNotes[report.microphone]}
        onChange={(microphone) => save({ shortcuts: { ...shortcuts, microphone } })}
      />
      <button type="button" onClick={() => void attempt(desktop.showLogFiles())}>
        {say.showLogs}
      </button>
      <Problem text={problem} />
    </fieldset>
  );
}
