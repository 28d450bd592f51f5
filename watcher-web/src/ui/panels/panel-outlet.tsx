/** Loads each panel when it is first opened, so that the page starts without them. */
import { errorName } from '@lectern/rtc';
import { useEffect, useState, type ComponentType } from 'react';
import loglevel from 'loglevel';
import { LONG_TOAST_MS } from '../../policy.ts';
import type { Controls } from '../controls.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';

const log = loglevel.getLogger('ui');

interface PanelProps {
  readonly controls: Controls;
}

export function PanelOutlet({ controls }: PanelProps) {
  const { panels } = controls;
  const sheet = useStore(panels.sheet);
  const hasStatistics = useStore(panels.side('statistics'));
  return (
    <>
      <LazyPanel controls={controls} isOpen={hasStatistics} load={loadStatistics} close={closeStatistics} />
      <LazyPanel controls={controls} isOpen={sheet === 'settings'} load={loadSettings} close={closeSettings} />
      <LazyPanel controls={controls} isOpen={sheet === 'shortcuts'} load={loadShortcuts} close={closeShortcuts} />
    </>
  );
}

/** Apart from the others, since it is there without a picture as well. */
export function DebugOutlet({ controls }: PanelProps) {
  const isOpen = useStore(controls.panels.side('debug'));
  return <LazyPanel controls={controls} isOpen={isOpen} load={loadDebug} close={closeDebug} />;
}

const loadDebug = async () => (await import('./lazy-panels.ts')).DebugPanel;
const loadSettings = async () => (await import('./lazy-panels.ts')).SettingsSheet;
const loadShortcuts = async () => (await import('./lazy-panels.ts')).KeyboardSheet;
const loadStatistics = async () => (await import('./lazy-panels.ts')).StatisticsPanel;
const closeDebug = ({ panels }: Controls): void => panels.toggleSide('debug');
const closeSettings = ({ panels }: Controls): void => panels.closeSheet('settings');
const closeShortcuts = ({ panels }: Controls): void => panels.closeSheet('shortcuts');
const closeStatistics = ({ panels }: Controls): void => panels.toggleSide('statistics');

interface LazyPanelProps extends PanelProps {
  readonly isOpen: boolean;
  readonly load: () => Promise<ComponentType<PanelProps>>;
  readonly close: (controls: Controls) => void;
}

/** Panels may fail to load, since media outlives the service. Opening them again retries. */
function LazyPanel({ controls, isOpen, load, close }: LazyPanelProps) {
  const [Panel, setPanel] = useState<ComponentType<PanelProps>>();
  useEffect(() => {
    if (!isOpen || Panel) return undefined;
    let isCurrent = true;
    load().then(
      (loaded) => isCurrent && setPanel(() => loaded),
      (error: unknown) => {
        log.warn(`panel not loaded: ${errorName(error)}`);
        if (!isCurrent) return;
        close(controls);
        controls.toast.show(words.toasts.notLoaded, LONG_TOAST_MS);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [isOpen, Panel, load, close, controls]);
  return isOpen && Panel ? <Panel controls={controls} /> : null;
}
