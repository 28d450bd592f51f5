/**
 * Who may present, behind one interface for every kind of `LECTERN_PRESENTING`. A kind is put
 * together in `admin/who-may-present.ts`.
 */
import type { PresenterIdentity } from '../room/presenter-identity.ts';

/** What a presenter's handshake, or a request for `/version`, brings along. */
export interface Credentials {
  /** The presenter key. */
  readonly key: string | undefined;
  /** Of an earlier sign-in with the identity provider. */
  readonly admission: string | undefined;
}

/**
 * `open`: everybody may present, so the presenter has no identity. `too-many`: without a reason.
 */
export type Judgement =
  | { readonly presenting: 'open' }
  | { readonly presenting: 'admitted'; readonly identity: PresenterIdentity }
  | { readonly presenting: 'key-required' | 'key-refused' | 'too-many' }
  | { readonly presenting: 'sign-in-required' | 'sign-in-expired' | 'sign-in-refused' };

export interface MayPresent {
  /** `addressKey`: what limits count the caller by. */
  judge(credentials: Credentials, addressKey: string): Promise<Judgement>;
}

export const everybodyMayPresent: MayPresent = { judge: async () => ({ presenting: 'open' }) };
