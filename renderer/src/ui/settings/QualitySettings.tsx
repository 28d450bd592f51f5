/** What goes out, and how much of the line it may take. */
import type { Studio } from '../../session/studio.ts';
import { UplinkLimit } from './UplinkLimit.tsx';

export function QualitySettings({ studio }: { readonly studio: Studio }) {
  return <UplinkLimit studio={studio} />;
}
