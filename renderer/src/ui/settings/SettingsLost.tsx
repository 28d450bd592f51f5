/** Said once where the settings of before could not be read. */
import { useState } from 'react';
import './settings.css';

export function SettingsLost({ keptAs }: { readonly keptAs: string | null }) {
  const [seen, setSeen] = useState(false);
  if (keptAs === null || seen) return null;
  return (
    <div className="settings-lost" role="alert">
      <p>
        Your settings could not be read and start anew. The old file is kept as <code>{keptAs}</code>.
      </p>
      <button type="button" onClick={() => setSeen(true)}>
        Understood
      </button>
    </div>
  );
}
