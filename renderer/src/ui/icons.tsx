/** Icons on buttons: 20 px, in the colour of the text around them. */
import type { ReactNode } from 'react';
import { MARK_PATH } from '../mark.ts';

const drawings = {
  camera: <path d="M2.5 5.5h10v9h-10zM12.5 9l5-2.5v7l-5-2.5" />,
  microphone: (
    <path d="M10 2.5a2.5 2.5 0 0 0-2.5 2.5v5a2.5 2.5 0 0 0 5 0V5A2.5 2.5 0 0 0 10 2.5ZM4.5 9.5a5.5 5.5 0 0 0 11 0M10 15v2.5" />
  ),
  screen: <path d="M2.5 4.5h15v10h-15zM7 17.5h6M10 14.5v3" />,
  sound: <path d="M3 8v4h3l4 3.5v-11L6 8zM13 7.5a3.5 3.5 0 0 1 0 5M15.2 5.3a6.5 6.5 0 0 1 0 9.4" />,
  pause: <path d="M7 4.5v11M13 4.5v11" />,
  stop: <path d="M5.5 5.5h9v9h-9z" />,
  play: <path d="M6.5 4.5v11l9-5.5z" />,
  copy: <path d="M7.5 7.5h9v9h-9zM12.5 7.5v-4h-9v9h4" />,
  qr: <path d="M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h2v2h-2zM16.5 11.5v2M13.5 16.5h3" />,
  settings: <path d="M3 6h8M15 6h2M3 14h2M9 14h8M11 4v4h4V4zM5 12v4h4v-4z" />,
  reel: (
    <path d="M5.5 13a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5ZM14.5 13a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5ZM5.5 13h9" />
  ),
  close: <path d="m5 5 10 10M15 5 5 15" />,
  people: (
    <path d="M7.5 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 16.5a5.5 5.5 0 0 1 11 0M13 3.3a3 3 0 0 1 0 5.4M15 12a5.5 5.5 0 0 1 3 4.5" />
  ),
} as const satisfies Record<string, ReactNode>;

export function Icon({ name, struck = false }: { readonly name: keyof typeof drawings; readonly struck?: boolean }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
      {drawings[name]}
      {struck && <path d="M3 17 17 3" />}
    </svg>
  );
}

export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 16 16" aria-hidden="true">
      <path d={MARK_PATH} />
    </svg>
  );
}
