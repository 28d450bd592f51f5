/** A camera or microphone at the left: its switch, the device in use, and a sign that it works. */
import { useId, type ReactNode } from 'react';
import type { DeviceChoice, SoundServer } from '@lectern/bridge';
import { deviceNumbers } from '../../capture/device-list.ts';
import type { DeviceSource, DeviceState } from '../../capture/device-source.ts';
import type { Studio } from '../../session/studio.ts';
import { Icon } from '../icons.tsx';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { Note } from './Note.tsx';
import { useSourceWarning } from './source-warning.ts';
import { Switch } from './Switch.tsx';

const say = words.sources;

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

export function DeviceCard({ kind, studio, source, devices, onTurn, onChoose, children }: DeviceCardProps) {
  const state = useStore(source.state);
  const warning = useSourceWarning(studio, kind);
  const server = useStore(studio.soundRevival.server);
  const picker = useId();
  // A remembered device stays in the list while it is not connected.
  const chosen = source.chosenAmong(devices) ?? source.choice;
  const listed = chosen && !devices.some(({ id }) => id === chosen.id) ? [...devices, chosen] : devices;
  const isBlocked = state.name === 'failed' && state.trouble === 'blocked';
  return (
    <section className="card" data-source={kind} data-state={state.name} aria-label={say.name[kind]}>
      <header>
        <Icon name={kind} struck={state.name !== 'on'} />
        <label htmlFor={picker}>{say.name[kind]}</label>
        <Switch label={say.switchLabel(say.name[kind])} on={state.name !== 'off'} onTurn={onTurn} />
      </header>
      {children}
      <select
        id={picker}
        value={chosen?.id ?? ''}
        onChange={({ target }) => onChoose(listed.find(({ id }) => id === target.value) ?? null)}
      >
        <option value="">{say.systemDefault}</option>
        {listed.map((device) => (
          <option key={device.id} value={device.id}>
            {nameOf(kind, device)}
          </option>
        ))}
      </select>
      <Note
        text={failure(kind, state, server) ?? sentence(kind, state, chosen, warning)}
        blocked={isBlocked ? kind : undefined}
        studio={studio}
      />
    </section>
  );
}

/** With a number where several devices have this name. */
function nameOf(kind: Kind, device: DeviceChoice): string {
  const name = device.label || say.unnamed[kind];
  const number = deviceNumbers[kind].numberOf(device);
  return number === null ? name : say.numbered(name, number);
}

function failure(kind: Kind, state: DeviceState, server: SoundServer): string | null {
  if (state.name !== 'failed') return null;
  if (kind === 'microphone' && server === 'away' && state.trouble !== 'blocked') return say.soundServerAway[kind];
  return say.trouble[kind][state.trouble];
}

function sentence(kind: Kind, state: DeviceState, chosen: DeviceChoice | null, warning: string | null): string | null {
  if (state.name !== 'on') return null;
  if (warning !== null) return warning;
  if (chosen === null || state.isChosen) return null;
  // Chromium labels the default device "Default" instead of naming it.
  const { device } = state;
  const used = device.id === 'default' ? say.defaultDevice : device.label ? nameOf(kind, device) : say.anotherDevice;
  return say.notConnected(chosen.label ? nameOf(kind, chosen) : say.chosenDevice, used);
}
