/** Loads a panel when it is first opened. What nobody opens costs nobody a byte. */
import { useEffect, useState, type ComponentType } from 'react';
import type { Deck } from '../deck.ts';
import { useStore } from '../use-store.ts';

interface PanelProps {
  readonly deck: Deck;
}

export function PanelOutlet({ deck }: PanelProps) {
  const { panels } = deck;
  const sheet = useStore(panels.sheet);
  const statistics = useStore(panels.statistics);
  return (
    <>
      <OnceOpen deck={deck} isOpen={statistics === 'open'} load={loadStatistics} giveUp={giveUpStatistics} />
      <OnceOpen deck={deck} isOpen={sheet === 'settings'} load={loadSettings} giveUp={giveUpSettings} />
      <OnceOpen deck={deck} isOpen={sheet === 'keys'} load={loadKeys} giveUp={giveUpKeys} />
    </>
  );
}

const loadSettings = async () => (await import('./pressed.ts')).SettingsSheet;
const loadKeys = async () => (await import('./pressed.ts')).KeysSheet;
const loadStatistics = async () => (await import('./pressed.ts')).StatisticsPanel;
const giveUpSettings = ({ panels }: Deck): void => panels.close('settings');
const giveUpKeys = ({ panels }: Deck): void => panels.close('keys');
const giveUpStatistics = ({ panels }: Deck): void => panels.toggleStatistics();

interface OnceOpenProps extends PanelProps {
  readonly isOpen: boolean;
  readonly load: () => Promise<ComponentType<PanelProps>>;
  readonly giveUp: (deck: Deck) => void;
}

/** The picture may outlive the service that the panel comes from: then this is said, and the next press tries again. */
function OnceOpen({ deck, isOpen, load, giveUp }: OnceOpenProps) {
  const [Panel, setPanel] = useState<ComponentType<PanelProps>>();
  useEffect(() => {
    if (!isOpen || Panel) return undefined;
    let isAwaited = true;
    load().then(
      (loaded) => isAwaited && setPanel(() => loaded),
      () => {
        if (!isAwaited) return;
        giveUp(deck);
        deck.remark.say('That could not be loaded just now. Try again in a moment.', 4_000);
      },
    );
    return () => {
      isAwaited = false;
    };
  }, [isOpen, Panel, load, giveUp, deck]);
  return isOpen && Panel ? <Panel deck={deck} /> : null;
}
