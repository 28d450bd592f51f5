/** The few signs on the controls, drawn with the mark's stroke. */
import type { ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" className="icon">
      {children}
    </svg>
  );
}

const cone = <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z" />;

export const SoundIcon = () => (
  <Icon>
    {cone}
    <path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11" />
  </Icon>
);

export const SoundOffIcon = () => (
  <Icon>
    {cone}
    <path d="m16 9.5 5 5m0-5-5 5" />
  </Icon>
);

export const ExpandIcon = () => (
  <Icon>
    <path d="M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5" />
  </Icon>
);
