/**
 * Settings as they are saved between starts. What an earlier version saved is brought up to date
 * when it is read. Pure.
 */
import * as z from 'zod/mini';
import type { Settings } from './settings.ts';
import { defaultSettings, SettingsSchema } from './settings-schema.ts';

/**
 * Saved with the settings, so that a value that was once a default is replaced only once. Form 2
 * has shortcuts that the programs which people present do not use.
 */
const FORM = 2;

const oldDefaults = { pause: 'CommandOrControl+Shift+P', microphone: 'CommandOrControl+Shift+M' } as const;

const EarlyForm = z.looseObject({
  form: z.optional(z.undefined()),
  shortcuts: z.looseObject({ pause: z.unknown(), microphone: z.unknown() }),
});

/** Every version saves all settings, so a saved default is one that the person has not changed. */
function withPresentDefaults(saved: object): object {
  const early = EarlyForm.safeParse(saved);
  if (!early.success) return saved;
  const { shortcuts } = early.data;
  const current = (name: keyof typeof oldDefaults): unknown =>
    shortcuts[name] === oldDefaults[name] ? defaultSettings.shortcuts[name] : shortcuts[name];
  return { ...saved, shortcuts: { pause: current('pause'), microphone: current('microphone') } };
}

/** @throws {ZodError} Where a setting is not valid. A missing one gets its default. */
export const readSavedSettings = (saved: object): Settings =>
  SettingsSchema.parse({ ...defaultSettings, ...withPresentDefaults(saved) });

/** The content of the settings file. */
export const savedFormOf = (settings: Settings): object => ({ ...settings, form: FORM });
