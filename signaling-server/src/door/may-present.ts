/**
 * Who may present, behind one interface for every kind of `LECTERN_PRESENTING`. A kind is put
 * together in `admin/who-may-present.ts`.
 */
import type { PresenterIdentity } from '../room/presenter-identity.ts';

/** What a presenter's handshake, or a request for `/version`, brings along. */
export interface Credentials {
  /** The presenter key. */
  readonly key: string | undefined;
}

/** `open`: everybody may present, so the presenter has no identity. `too-many`: without a reason. */
export type Judgement =
  | { readonly presenting: 'open' }
  | { readonly presenting: 'admitted'; readonly identity: PresenterIdentity }
  | { readonly presenting: 'key-required' | 'key-refused' | 'too-many' };

export interface MayPresent {
  /** `addressKey`: what limits count the caller by. */
  judge(credentials: Credentials, addressKey: string): Promise<Judgement>;
}

export const everybodyMayPresent: MayPresent = { judge: async () => ({ presenting: 'open' }) };
