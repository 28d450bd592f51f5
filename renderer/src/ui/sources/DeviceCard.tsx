/** One device at the left: what it is, whether it is on, which one is used, and proof that it works. */
import { useId, type ReactNode } from 'react';
import type { DeviceChoice } from '@lectern/bridge';
import type { DeviceSource, DeviceState } from '../../capture/device-source.ts';
import type { Studio } from '../../session/studio.ts';
import { Icon } from '../icons.tsx';
import { useStore } from '../use-store.ts';
import { Note } from './Note.tsx';
import { useOddity, type Oddity } from './oddity.ts';
import { deviceTroubleWords, odditySentence } from './source-words.ts';
import { Switch } from './Switch.tsx';

type Kind = 'camera' | 'microphone';

interface DeviceCardProps {
  readonly kind: Kind;
  readonly studio: Studio;
  readonly source: DeviceSource;
  readonly devices: readonly DeviceChoice[];
  readonly onTurn: (on: boolean) => void;
  readonly onChoose: (choice: DeviceChoice | null) => void;
  /** The thumbnail or meter. */
  readonly children: ReactNode;
}

const names = { camera: 'Camera', microphone: 'Microphone' } as const;

export function DeviceCard({ kind, studio, source, devices, onTurn, onChoose, children }: DeviceCardProps) {
  const state = useStore(source.state);
  const oddity = useOddity(studio, kind);
  const picker = useId();
  const chosen = source.choice;
  // A device that is remembered but not here stays in the list, so that it is seen to be missing.
  const listed = chosen && !devices.some(({ id }) => id === chosen.id) ? [...devices, chosen] : devices;
  const isBlocked = state.name === 'failed' && state.trouble === 'blocked';
  return (
    <section className="card" data-source={kind} data-state={state.name} aria-label={names[kind]}>
      <header>
        <Icon name={kind} struck={state.name !== 'on'} />
        <label htmlFor={picker}>{names[kind]}</label>
        <Switch label={`${names[kind]} on`} on={state.name !== 'off'} onTurn={onTurn} />
      </header>
      {children}
      <select
        id={picker}
        value={chosen?.id ?? ''}
        onChange={({ target }) => onChoose(listed.find(({ id }) => id === target.value) ?? null)}
      >
        <option value="">System default</option>
        {listed.map(({ id, label }) => (
          <option key={id} value={id}>
            {label || `Unnamed ${kind}`}
          </option>
        ))}
      </select>
      <Note words={sentence(kind, state, chosen, oddity)} blocked={isBlocked ? kind : undefined} studio={studio} />
    </section>
  );
}

function sentence(kind: Kind, state: DeviceState, chosen: DeviceChoice | null, oddity: Oddity | null): string | null {
  if (state.name === 'failed') return deviceTroubleWords[kind][state.trouble];
  if (state.name !== 'on') return null;
  const said = odditySentence(kind, oddity);
  if (said !== null) return said;
  if (chosen === null || state.device.id === chosen.id) return null;
  // Chromium calls it "Default", whatever it is.
  const standIn = state.device.id === 'default' ? 'the system’s default' : state.device.label || 'another';
  return `${chosen.label || 'The chosen one'} isn’t here. Using ${standIn} instead.`;
}
