/** The toast: shown at once, and read out once it has stopped changing. */
import { useEffect, useState } from 'react';
import { ANNOUNCE_AFTER_MS } from '../policy.ts';
import type { Toast } from './toast.ts';
import { useStore } from './use-store.ts';

export function ToastView({ toast }: { readonly toast: Toast }) {
  const text = useStore(toast.text);
  const [announced, setAnnounced] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAnnounced(text), ANNOUNCE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <>
      {text !== '' && (
        <p className="toast" aria-hidden="true">
          {text}
        </p>
      )}
      <p className="visually-hidden" aria-live="polite">
        {announced}
      </p>
    </>
  );
}
