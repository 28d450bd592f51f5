/** Who waits in the lobby, beside the audience: let in all at once, or one by one in a list. */
import { useId, useRef, useState } from 'react';
import type { WatcherId } from '@lectern/protocol';
import type { Guest } from '../../session/entrance.ts';
import type { PresenterSession } from '../../session/presenter-session.ts';
import { Icon } from '../icons.tsx';
import { useConfirmation } from '../use-confirmation.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';

const say = words.lobby;

export function Lobby({ session }: { readonly session: PresenterSession }) {
  const { entrance } = session;
  const { count, guests } = useStore(entrance.lobby);
  const isGuessed = useStore(entrance.isGuessed);
  const admit = (watcherIds?: readonly WatcherId[]): void => {
    // The client logs a failure. Those who wait stay in the list.
    entrance.admit(watcherIds).catch(() => undefined);
  };
  return (
    <div className="lobby">
      <p className="waiting" role="status">
        {count > 0 && say.waiting(count)}
      </p>
      {count > 0 && (
        <div className="acts">
          <button type="button" onClick={() => admit()}>
            {say.admitAll}
          </button>
          <GuestList
            guests={guests}
            more={count - guests.length}
            onAdmit={(watcherId) => admit([watcherId])}
            onRefuse={(watcherId) => void session.removeWatcher(watcherId)}
          />
        </div>
      )}
      <p className="guessed" role="status">
        {isGuessed && say.guessed}
      </p>
    </div>
  );
}

interface GuestActs {
  readonly onAdmit: (watcherId: WatcherId) => void;
  readonly onRefuse: (watcherId: WatcherId) => void;
}

interface GuestListProps extends GuestActs {
  readonly guests: readonly Guest[];
  /** How many wait beside those in the list. */
  readonly more: number;
}

function GuestList({ guests, more, ...acts }: GuestListProps) {
  const [popover, title] = [useId(), useId()];
  const [isOpen, setOpen] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  return (
    <>
      <button type="button" popoverTarget={popover}>
        {say.showAll}
      </button>
      <div
        className="watcher-list guest-list"
        id={popover}
        ref={panel}
        popover="auto"
        role="dialog"
        aria-labelledby={title}
        tabIndex={-1}
        onToggle={({ newState }) => setOpen(newState === 'open')}
      >
        <header>
          <h2 id={title}>{say.title}</h2>
          <button
            type="button"
            className="plain"
            aria-label={words.watchers.close}
            popoverTarget={popover}
            popoverTargetAction="hide"
          >
            <Icon name="close" />
          </button>
        </header>
        {isOpen && (
          <ul className="scroll" tabIndex={0} aria-labelledby={title}>
            {guests.map((guest) => (
              <GuestRow
                key={guest.watcherId}
                guest={guest}
                // The row goes away, and would take the focus with it.
                onAdmit={(watcherId) => {
                  panel.current?.focus();
                  acts.onAdmit(watcherId);
                }}
                onRefuse={(watcherId) => {
                  panel.current?.focus();
                  acts.onRefuse(watcherId);
                }}
              />
            ))}
          </ul>
        )}
        {more > 0 && <p className="hint">{say.more(more)}</p>}
      </div>
    </>
  );
}

function GuestRow({ guest: { watcherId, number }, onAdmit, onRefuse }: { readonly guest: Guest } & GuestActs) {
  const name = say.name(number);
  const [isAsking, press] = useConfirmation(() => onRefuse(watcherId));
  return (
    <li>
      <span>{name}</span>
      <button type="button" aria-label={say.admitLabel(name)} onClick={() => onAdmit(watcherId)}>
        {say.admit}
      </button>
      <button
        type="button"
        className={isAsking ? 'remove asked' : 'remove'}
        aria-label={isAsking ? say.refuseQuestionLabel(name) : say.refuseLabel(name)}
        onClick={press}
      >
        {isAsking ? words.watchers.removeQuestion : say.refuse}
      </button>
    </li>
  );
}
