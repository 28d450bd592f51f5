/** The newest log lines, shown with `?debug`: plain text that can be selected and copied. */
import { useId, useLayoutEffect, useRef } from 'react';
import type { ReadableStore } from '@lectern/state';
import type { DebugLine } from '../../debug-log.ts';
import type { Controls } from '../controls.ts';
import { CloseIcon } from '../icons.tsx';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { copyWithToast } from './copy-with-toast.ts';

/** Closer to the end than this, the panel scrolls along with new lines. */
const AT_END_PX = 40;

export function DebugPanel({ controls }: { readonly controls: Controls }) {
  return controls.debugLines ? <Lines controls={controls} store={controls.debugLines} /> : null;
}

interface LinesProps {
  readonly controls: Controls;
  readonly store: ReadableStore<readonly DebugLine[]>;
}

function Lines({ controls, store }: LinesProps) {
  const lines = useStore(store);
  const titleId = useId();
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const copy = copyWithToast(controls);
  useLayoutEffect(() => {
    if (list.current && isAtEnd.current) list.current.scrollTop = list.current.scrollHeight;
  });
  const noteScroll = (): void => {
    if (!list.current) return;
    const { scrollTop, scrollHeight, clientHeight } = list.current;
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < AT_END_PX;
  };
  return (
    <section className="side-panel debug" aria-labelledby={titleId}>
      <header>
        <h2 id={titleId}>{words.debug.title}</h2>
        <button type="button" className="quiet" onClick={() => copy(lines.map(({ text }) => text).join('\n'))}>
          {words.panels.copy}
        </button>
        <button type="button" aria-label={words.debug.close} onClick={() => controls.panels.toggleSide('debug')}>
          <CloseIcon />
        </button>
      </header>
      {/* One element per line: new lines leave a selection alone. */}
      <div ref={list} className="lines" tabIndex={0} onScroll={noteScroll}>
        {lines.map(({ number, text }) => (
          <div key={number}>{text}</div>
        ))}
      </div>
    </section>
  );
}
