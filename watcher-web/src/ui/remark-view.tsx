/** The word in passing, for eyes at once and for ears when it has come to rest. */
import { useEffect, useState } from 'react';
import type { Remark } from './remark.ts';
import { useStore } from './use-store.ts';

/** A key that is held down changes the word many times a second. */
const AT_REST_MS = 400;

export function RemarkView({ remark }: { readonly remark: Remark }) {
  const words = useStore(remark.words);
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(words), AT_REST_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <>
      {words !== '' && (
        <p className="remark" aria-hidden="true">
          {words}
        </p>
      )}
      <p className="unseen" aria-live="polite">
        {spoken}
      </p>
    </>
  );
}
