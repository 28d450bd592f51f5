/**
 * The settings that say who may present: `LECTERN_PRESENTING` names the kind, others belong to one
 * kind.
 */
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { OidcConfig } from '../door/sign-ins.ts';
import { isPresenterKey } from './key-lines.ts';
import { oidcConfigFrom, oidcNeedless, oidcProblems, oidcSettings } from './oidc-settings.ts';

/**
 * Where presenter keys are kept. `isOwn`: the file in the data folder, created where it is missing.
 */
export type PresenterKeySetting =
  | { readonly kind: 'list'; readonly keys: readonly string[] }
  | { readonly kind: 'file'; readonly path: string; readonly isOwn: boolean };

export interface OidcSetting {
  readonly kind: 'oidc';
  readonly oidc: OidcConfig;
  /** Where revoked subjects are kept; null is the file in the data folder. */
  readonly revokedFile: string | null;
}

/** One entry for each kind of `LECTERN_PRESENTING`. */
export type PresentingSetting =
  { readonly kind: 'open' } | { readonly kind: 'keys'; readonly source: PresenterKeySetting } | OidcSetting;

export const OWN_KEY_FILE = 'presenter-keys';

/** A value with a slash or a dot is a file: no key has either. */
export const isKeyFile = (value: string): boolean => /[./\\]/.test(value);

/** `open` is the older way to write that. */
const PresenterKeys = z
  .pipe(
    z.string(),
    z.transform((value): PresenterKeySetting | 'open' => {
      if (value === 'open') return value;
      if (isKeyFile(value)) return { kind: 'file', path: value, isOwn: false };
      return { kind: 'list', keys: value.split(',').flatMap((part) => part.trim() || []) };
    }),
  )
  .check(
    z.refine(
      (source) =>
        source === 'open' ||
        source.kind === 'file' ||
        (source.keys.length > 0 && source.keys.every((key) => isPresenterKey(key))),
      'needs random keys of 20 to 256 letters, digits, - and _, with commas between, or the path of a file',
    ),
  );

export const presentingSettings = {
  LECTERN_PRESENTING: z.optional(z.enum(['open', 'keys', 'oidc'], 'needs `open`, `keys` or `oidc`')),
  LECTERN_PRESENTER_KEYS: z.optional(PresenterKeys),
  ...oidcSettings,
};
const Settings = z.object(presentingSettings);
type Settings = z.infer<typeof Settings>;

/** What contradicts itself or, in production, is missing. */
export function presentingProblems(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  const { LECTERN_PRESENTING: kind, LECTERN_PRESENTER_KEYS: keys, NODE_ENV: environment } = given;
  if (kind === undefined && keys === undefined && environment === 'production') {
    return ['LECTERN_PRESENTING: set it in production: `keys`, `oidc`, or `open` if everybody may present'];
  }
  const isKeys = keys !== undefined && keys !== 'open';
  if ((kind === 'open' && isKeys) || (kind === 'keys' && keys === 'open') || (kind === 'oidc' && keys !== undefined)) {
    return ['LECTERN_PRESENTING and LECTERN_PRESENTER_KEYS: they contradict each other'];
  }
  return kind === 'oidc' ? oidcProblems(given) : oidcNeedless(given);
}

/** Without `LECTERN_PRESENTING`, keys are required where keys are given. */
export function presentingFrom(settings: Settings, dataDir: string): PresentingSetting {
  const { LECTERN_PRESENTING: kind, LECTERN_PRESENTER_KEYS: keys } = settings;
  const oidc = kind === 'oidc' ? oidcConfigFrom(settings) : null;
  if (oidc !== null) return { kind: 'oidc', oidc, revokedFile: settings.LECTERN_OIDC_REVOKED_FILE ?? null };
  if (keys !== undefined && keys !== 'open') return { kind: 'keys', source: keys };
  if (kind !== 'keys') return { kind: 'open' };
  return { kind: 'keys', source: { kind: 'file', path: join(dataDir, OWN_KEY_FILE), isOwn: true } };
}
